import { describe, expect, it } from '@jest/globals';
import {
  leavesOf,
  replaced,
  sealed,
  sourceOf,
  standingForOthers,
  verified,
  verifierAfter,
  withLine,
  type Path,
} from '../../../test/support/exports.js';
import { goldenEntries, goldenLines } from '../../../test/support/golden-lines.js';
import { parseJson } from '../codec/json.js';
import { verifyExport } from './verify.js';

const trailerOf = (text: string): string => text.slice(text.trimEnd().lastIndexOf('\n') + 1);
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

/**
 * A figure without the revision of what contains it looks like one of before that was looked up, and a finding without `carriedOn` like one of before a second
 * carry-on was a fault (decisions 25 and 26): both are decided as those were.
 */
const isAsOfBefore = (path: Path, other: unknown): boolean =>
  ['data.restsOn.within', 'data.restsOn.carriedOn'].includes(nameOf(path)) && other === undefined;

/** Savings looked at as at an earlier entry may come to the same: nothing tells how long before the finding they were. A later entry than that is found. */
const isOfEarlierSavings = (path: Path, value: unknown, other: unknown): boolean =>
  nameOf(path) === 'data.restsOn.savings' && Number(other) >= 0 && Number(other) < Number(value);

const nameOf = (path: Path): string => path.join('.');
const shapeOf = (path: Path): string => path.filter((step) => typeof step === 'string').join('.');

/** Every value in the ledger, by the place at which it stands. */
const BY_SHAPE = Map.groupBy(
  values.flatMap((json) => leavesOf(json)),
  ({ path }) => shapeOf(path),
);

/** What stands at the same place in another line: a value that looks right there. */
function lookalikes(path: Path, value: unknown): readonly unknown[] {
  const other = BY_SHAPE.get(shapeOf(path))?.find((leaf) => leaf.value !== value);
  return other === undefined ? [] : [other.value];
}

function alterations(path: Path, value: unknown): readonly unknown[] {
  // Null in the place of a field is no line at all, which the codec's own specs hold.
  if (typeof value === 'number') return [value + 1, -value - 1, ...lookalikes(path, value), undefined];
  if (typeof value === 'boolean') return [!value, undefined];
  const nudged = String(value).replace(/[a-z0-9](?=[^a-z0-9]*$)/i, (last) => (last === '1' ? '2' : '1'));
  return [nudged, ...lookalikes(path, value), undefined];
}

describe.each(SAMPLES)('an altered field of an entry of the kind %s', (kind, at) => {
  const outOfReach = kind === 'OutcomeCorrected' ? OUT_OF_REACH_IN_CORRECTIONS : OUT_OF_REACH;
  const altered = standingForOthers(leavesOf(values[at])).flatMap(({ path, value }) =>
    alterations(path, value).map((other) => ({
      what: `${nameOf(path)}: ${String(other)}`,
      isOutOfReach:
        outOfReach.test(shapeOf(path)) || isAsOfBefore(path, other) || isOfEarlierSavings(path, value, other),
      lines: withLine(goldenLines, at, (json) => replaced(json, path, other)),
    })),
  );

  it('is found at its entry, whatever follows it', () => {
    const verify = verifierAfter(goldenLines.slice(0, at));
    for (const { what, lines } of altered.filter(({ isOutOfReach }) => !isOutOfReach))
      for (const verdict of verify(lines[at] ?? ''))
        expect([what, verdict]).toEqual([
          what,
          { verdict: 'differs', entry: at, reason: expect.stringMatching(`^entry ${at} .`) },
        ]);
  });

  it('is found at its entry in a whole export, even with a new trailer', async () => {
    const [first] = altered.filter(({ isOutOfReach }) => !isOutOfReach);
    const { verdict, ...where } = await verified(sealed(first?.lines ?? []));
    expect([verdict, where]).toMatchObject(['differs', { entry: at }]);
  });

  it('is found by the trailer as it was, where it is out of reach', async () => {
    const hidden = altered.filter(({ isOutOfReach }) => isOutOfReach);
    expect(hidden.length).toBeGreaterThan(0);
    const trailer = trailerOf(sealed(goldenLines.slice(0, at + 1)));
    for (const { what, lines } of hidden) {
      const text = lines.slice(0, at + 1).map((line) => `${line}\n`);
      const { verdict } = await verifyExport(sourceOf(Buffer.from([...text, trailer].join(''))));
      expect([what, verdict]).toEqual([what, 'differs']);
    }
  });
});
