import fc from 'fast-check';
import { isRecord } from '../../src/web/fits.js';

/** What somebody might put in the place of something else: of every type, at every limit, and nearly right. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  '',
  'x',
  'X',
  '0',
  'a--b',
  '-',
  'x'.repeat(65),
  '\ud83d\ude94'.repeat(150),
  'a name\nof two lines',
  '\ud800',
  '2010-02-29',
  '2012-02-29',
  '2010-13-01',
  '2026-02-30T10:00:00.000Z',
  '2026-11-22T24:00:00.000Z',
  '2026-11-22T10:00:00Z',
  'OutcomeRecorded',
  '00000000-0000-4000-8000-00000000000A',
  0,
  1,
  -1,
  1.5,
  2 ** 53 - 1,
  2 ** 53,
  1 - 2 ** 53,
  -(2 ** 53),
  [],
  [null],
  {},
  { x: 1 },
];

/** Names for a field that was not there. */
const STRAYS = ['stray', 'Stray', '12', 'constructor', ''];

type Path = readonly (string | number)[];

/** JSON with one thing in it changed: taken away, put in, or put in another's place. Now and then that leaves it as it was. */
export function mutated(json: unknown): fc.Arbitrary<unknown> {
  const path = fc.constantFrom(...pathsIn(json));
  const what = fc.constantFrom('drop', 'add', 'replace', 'replace', 'replace');
  return fc
    .record({ path, what, strange: fc.constantFrom(...STRANGE), stray: fc.constantFrom(...STRAYS) })
    .map((change) => changed(json, change.path, change));
}

function pathsIn(json: unknown, at: Path = []): readonly Path[] {
  const inner = Array.isArray(json) ? [...json.entries()] : isRecord(json) ? Object.entries(json) : [];
  return [at, ...inner.flatMap(([name, value]: readonly [string | number, unknown]) => pathsIn(value, [...at, name]))];
}

interface Change {
  readonly what: string;
  readonly strange: unknown;
  readonly stray: string;
}

function changed(json: unknown, path: Path, change: Change): unknown {
  const { what, strange, stray } = change;
  const [name, ...rest] = path;
  if (name === undefined) {
    if (what === 'add' && Array.isArray(json)) return [...(json as unknown[]), strange];
    return what === 'add' && isRecord(json) ? { ...json, [stray]: strange } : strange;
  }
  if (Array.isArray(json)) {
    const items: readonly unknown[] = json;
    const isHere = rest.length === 0 && what === 'drop';
    return items.flatMap((item, i) => (i !== name ? [item] : isHere ? [] : [changed(item, rest, change)]));
  }
  if (!isRecord(json)) return strange;
  const { [name]: inner, ...others } = json;
  return rest.length === 0 && what === 'drop' ? others : { ...others, [name]: changed(inner, rest, change) };
}
