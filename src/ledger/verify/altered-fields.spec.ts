import { describe, expect, it } from '@jest/globals';
import { leavesOf, replaced, sealed, sourceOf, verified, withLine, type Path } from '../../../test/support/exports.js';
import { goldenEntries, goldenLines, goldenText } from '../../../test/support/golden-lines.js';
import { parseJson } from '../codec/json.js';
import { verifyExport, type Verdict } from './verify.js';

const TRAILER = goldenText.slice(goldenText.trimEnd().lastIndexOf('\n') + 1);
const values = goldenLines.map((line) => parseJson(line));
const kinds = goldenEntries.map(({ event }) =>
  event.type === 'OutcomeRecorded' ? `${event.type}, ${event.outcome.kind}` : event.type,
);
/** The last entry of each kind, so that there is something behind which it could hide. */
const SAMPLES = [...new Set(kinds)].map((kind) => [kind, kinds.lastIndexOf(kind)] as const);

/**
 * What somebody who can write a new trailer could alter unseen, as long as nobody holds an older checkpoint: who and when, which no
 * entry proves; another revision of the agreement or of the catalogue of measures where it comes to the same; and of a correction its reason and what posts nothing, because its command said only what changed.
 */
const OUT_OF_REACH = /^(actor|recordedAt|data\.restsOn\.(collaboration|measureCatalogue))$/;
const OUT_OF_REACH_IN_CORRECTIONS =
  /^(actor|recordedAt|data\.restsOn\.(?:collaboration|measureCatalogue)|command\.sha256|data\.reason|data\.outcome\.(?!amount|occurredOn|unit).*)$/;

/** A figure without the revision of what contains it looks like one of before that was looked up, and is decided as those were. */
const isAsOfBefore = (path: Path, other: unknown): boolean =>
  nameOf(path) === 'data.restsOn.within' && other === undefined;

const nameOf = (path: Path): string => path.join('.');
const shapeOf = (path: Path): string => path.filter((step) => typeof step === 'string').join('.');

/** What stands at the same place in other lines: values that look right there. */
function lookalikes(path: Path, value: unknown): readonly unknown[] {
  const others = values.flatMap((json) => leavesOf(json)).filter((leaf) => shapeOf(leaf.path) === shapeOf(path));
  return [...new Set(others.map((leaf) => leaf.value))].filter((other) => other !== value).slice(0, 2);
}

function alterations(path: Path, value: unknown): readonly unknown[] {
  const gone = [undefined, null];
  if (typeof value === 'number') return [value + 1, -value - 1, ...lookalikes(path, value), ...gone];
  if (typeof value === 'boolean') return [!value, ...gone];
  const nudged = String(value).replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (last) => (last === '1' ? '2' : '1'));
  return [nudged, ...lookalikes(path, value), ...gone];
}

/** In lists, which may be long, the first item and the last stand for those between. */
function standingForOthers<L extends { readonly path: Path }>(leaves: readonly L[]): readonly L[] {
  const lists = (path: Path): readonly (readonly [name: string, at: number])[] =>
    path.flatMap((step, i) => (typeof step === 'number' ? [[nameOf(path.slice(0, i)), step] as const] : []));
  const last = new Map<string, number>();
  for (const [name, at] of leaves.flatMap(({ path }) => lists(path))) last.set(name, Math.max(at, last.get(name) ?? 0));
  return leaves.filter(({ path }) => lists(path).every(([name, at]) => at === 0 || at === last.get(name)));
}

const verifiedAlone = (text: string): Promise<Verdict> => verifyExport(sourceOf(Buffer.from(text)));

describe.each(SAMPLES)('an altered field of an entry of the kind %s', (kind, at) => {
  // Lines of other kinds are never confirmed beside the first thread, so that one verification tells all.
  const verify = kind.startsWith('OutcomeRecorded') ? verified : verifiedAlone;
  const outOfReach = kind === 'OutcomeCorrected' ? OUT_OF_REACH_IN_CORRECTIONS : OUT_OF_REACH;
  const altered = standingForOthers(leavesOf(values[at])).flatMap(({ path, value }) =>
    alterations(path, value).map((other) => ({
      what: `${nameOf(path)}: ${String(other)}`,
      isOutOfReach: outOfReach.test(shapeOf(path)) || isAsOfBefore(path, other),
      lines: withLine(goldenLines, at, (json) => replaced(json, path, other)),
    })),
  );

  it('is found at its entry, even with a new trailer', async () => {
    for (const { what, lines } of altered.filter(({ isOutOfReach }) => !isOutOfReach)) {
      // What comes after it is left out: a verification stops where it finds something, and one that does not would go on for long.
      const { verdict, ...where } = await verify(sealed(lines.slice(0, at + 1)));
      expect([what, verdict, where]).toEqual([
        what,
        'differs',
        { entry: at, reason: expect.stringMatching(`^entry ${at} .`) },
      ]);
    }
  });

  it('is found by the trailer as it was, where it is out of reach', async () => {
    const hidden = altered.filter(({ isOutOfReach }) => isOutOfReach);
    expect(hidden.length).toBeGreaterThan(0);
    for (const { what, lines } of hidden) {
      const { verdict } = await verified(lines.map((line) => `${line}\n`).join('') + TRAILER);
      expect([what, verdict]).toEqual([what, 'differs']);
    }
  });
});
