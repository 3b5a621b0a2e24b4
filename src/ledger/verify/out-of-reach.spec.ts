import { describe, expect, it } from '@jest/globals';
import { replaced, sealed, verified, withLine, type Path } from '../../../test/support/exports.js';
import { entryOf, goldenEntries, goldenLines } from '../../../test/support/golden-lines.js';

// What a verifier that has nothing but the file cannot know. Whoever holds an older checkpoint, or the trailer's digest, does.
describe('an export with a trailer written anew agrees, though', () => {
  const agrees = { verdict: 'agrees' };
  const altered = (at: number, path: Path, value: unknown) =>
    verified(sealed(withLine(goldenLines, at, (json) => replaced(json, path, value))));
  const correction = entryOf('OutcomeCorrected');

  it('somebody else is said to have recorded an entry', async () => {
    expect(await altered(correction, ['actor'], 'somebody-else')).toMatchObject(agrees);
  });

  it('an entry is said to have been recorded at another time at which it could have been', async () => {
    expect(await altered(correction, ['recordedAt'], '2026-01-01T00:00:00.000Z')).toMatchObject(agrees);
  });

  it('a correction gives another reason', async () => {
    expect(await altered(correction, ['data', 'reason'], 'court-order')).toMatchObject(agrees);
  });

  it('a correction tells what posts nothing otherwise, because its command said only what changed', async () => {
    const arrest = entryOf('OutcomeCorrected', ({ event }) => 'outcome' in event && event.outcome.kind === 'arrest');
    expect(await altered(arrest, ['data', 'outcome', 'offenceGroup'], 'murder')).toMatchObject(agrees);
  });

  it('the last entries are missing', async () => {
    expect(await verified(sealed(goldenLines.slice(0, -1)))).toMatchObject(agrees);
  });

  it('an outcome is missing with all that was ever said of it, before anything that names entries by their numbers', async () => {
    const gone = goldenEntries[entryOf('OutcomeRecorded')]?.stream ?? '';
    const others = goldenLines.filter((_, i) => goldenEntries[i]?.stream !== gone);
    const numbered = others.findIndex((line) => line.includes('"savings":'));
    expect([numbered > 0, others.length < goldenLines.length]).toEqual([true, true]);
    expect(await verified(sealed(others.slice(0, numbered)))).toMatchObject(agrees);
    expect(await verified(sealed(others))).toMatchObject({ verdict: 'differs', entry: numbered });
  });

  it('two entries that know nothing of one another changed places', async () => {
    const first = entryOf('OutcomeRecorded');
    const swapped = goldenLines.with(first, goldenLines[first + 1] ?? '').with(first + 1, goldenLines[first] ?? '');
    expect(await verified(sealed(swapped))).toMatchObject(agrees);
  });
});
