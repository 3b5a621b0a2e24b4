import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { histories } from '../support/model-steps.js';
import { Twins } from '../support/twins.js';

jest.setTimeout(300_000);

const RUNS = 1_000;

describe('the program, beside a model of it', () => {
  it('accepts and refuses the same commands, and comes to the same totals by every grouping after every entry', () => {
    const accepted = new Map<string, number>();
    fc.assert(
      fc.property(histories, (history) => {
        const twins = new Twins();
        for (const each of history) twins.take(each);
        twins.compareAll();
        for (const [what, count] of twins.accepted) accepted.set(what, (accepted.get(what) ?? 0) + count);
      }),
      { numRuns: RUNS },
    );
    // Each command did something, and often: a model of what never happens proves nothing.
    for (const what of [
      'record',
      'claim',
      'correct',
      'withdraw',
      'withdraw claim',
      'agree',
      'stage',
      'find',
      'link',
      'unlink',
      'leave',
      'join',
      'set key',
    ])
      expect([what, accepted.get(what)]).toEqual([what, expect.any(Number)]);
    expect(Math.min(...accepted.values())).toBeGreaterThan(RUNS / 20);
  });
});
