import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { histories } from '../support/model-steps.js';
import { runs } from '../support/runs.js';
import { Twins } from '../support/twins.js';

jest.setTimeout(300_000);

const RUNS = runs(1_000);

describe('the program, beside a model of it', () => {
  it('accepts and refuses the same commands, and comes to the same totals by every grouping after every entry', () => {
    const [accepted, refused] = [new Map<string, number>(), new Map<string, number>()];
    fc.assert(
      fc.property(histories, (history) => {
        const twins = new Twins();
        for (const each of history) twins.take(each);
        for (const [what, count] of twins.accepted) accepted.set(what, (accepted.get(what) ?? 0) + count);
        for (const [what, count] of twins.refused) refused.set(what, (refused.get(what) ?? 0) + count);
      }),
      { numRuns: RUNS },
    );
    // Each command did something, and often, and each was refused: a model of what never happens proves nothing.
    for (const what of [
      'record',
      'claim',
      'correct',
      'withdraw',
      'withdraw claim',
      'agree',
      'stage',
      'correct stage',
      'find',
      'link',
      'unlink',
      'leave',
      'join',
      'set key',
    ])
      for (const counts of [accepted, refused]) {
        expect([what, counts.get(what)]).toEqual([what, expect.any(Number)]);
        expect(counts.get(what)).toBeGreaterThan(RUNS / 20);
      }
  });
});
