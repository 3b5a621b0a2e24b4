import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { LedgerEvent } from '../../src/domain/event-catalogue.js';
import {
  addUp,
  combine,
  DIMENSIONS,
  groupTotals,
  totalsOf,
  type Total,
  type Totals,
} from '../../projections/totals.js';
import { Historian, steps } from '../support/histories.js';
import { histories as modelHistories } from '../support/model-steps.js';
import { Twins } from '../support/twins.js';

const histories: fc.Arbitrary<readonly LedgerEvent[]> = steps(40).map((history) =>
  new Historian('any', 1).write(history).map(({ event }) => event),
);
/** Histories that were decided on: outcomes, claims, links, stages and findings as the program takes them. */
const decided: fc.Arbitrary<readonly LedgerEvent[]> = modelHistories.map((history) => {
  const twins = new Twins();
  for (const each of history) twins.take(each);
  return twins.events;
});
const any = fc.oneof(histories, decided);
const groupings = fc.subarray([...DIMENSIONS]);

const inOrder = (totals: Totals): readonly Total[] =>
  [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);

describe('totals', () => {
  it('of a whole history are the totals of its halves together, wherever it is cut', () => {
    fc.assert(
      fc.property(any, (events) => {
        const whole = inOrder(totalsOf(events));
        for (const [half] of events.entries()) {
          const halves = combine(totalsOf(events.slice(0, half)), totalsOf(events.slice(half)));
          expect(inOrder(halves)).toEqual(whole);
        }
      }),
    );
  });

  it('do not depend on the order of events, nor on how they were put into batches', () => {
    fc.assert(
      fc.property(
        any.chain((events) =>
          fc.tuple(fc.constant(events), fc.shuffledSubarray([...events], { minLength: events.length })),
        ),
        fc.integer({ min: 1, max: 7 }),
        ([events, shuffled], size) => {
          const batches = shuffled.flatMap((_, i) => (i % size === 0 ? [shuffled.slice(i, i + size)] : []));
          const added = addUp(batches.flatMap((batch) => [...totalsOf(batch).values()]));
          expect(inOrder(added)).toEqual(inOrder(totalsOf(events)));
        },
      ),
    );
  });

  it('leave what they were made of as it was', () => {
    fc.assert(
      fc.property(any, (events) => {
        const totals = totalsOf(events);
        const before = inOrder(totals).map((total) => ({ ...total }));
        combine(totals, totals);
        addUp([...totals.values(), ...totals.values()]);
        expect(inOrder(totals)).toEqual(before);
      }),
    );
  });

  it('come to the same over forces, over units, over any grouping, and posting by posting, at every entry', () => {
    fc.assert(
      fc.property(any, groupings, (events, by) => {
        const plain = new Map<string, bigint>();
        for (const [at, event] of events.entries()) {
          if (!('postings' in event)) continue;
          for (const { measure, amount } of event.postings) plain.set(measure, (plain.get(measure) ?? 0n) + amount);
          const known = totalsOf(events.slice(0, at + 1));
          for (const grouping of [by, ['force'], ['unit'], []] as const) {
            const sums = new Map<string, bigint>();
            for (const { measure, amount } of groupTotals(known.values(), grouping)) {
              sums.set(measure, (sums.get(measure) ?? 0n) + amount);
            }
            expect(sums).toEqual(plain);
          }
        }
      }),
    );
  });

  it('of all that is withdrawn are nothing, and say so with a row of zero', () => {
    fc.assert(
      fc.property(steps(20), (history) => {
        const outcomes = history.filter(({ happens }) => happens === 'record').map((step) => ({ ...step, which: 0 }));
        const undoing = outcomes.map((step) => ({ ...step, happens: 'withdraw' as const, labels: [] }));
        const recorded = new Historian('any', 1).write([...outcomes, ...undoing]).map(({ event }) => event);
        const rows = groupTotals(totalsOf(recorded).values(), DIMENSIONS);
        expect(rows.every(({ amount }) => amount === 0n)).toBe(true);
        expect(rows).toHaveLength(
          groupTotals(totalsOf(recorded.slice(0, outcomes.length)).values(), DIMENSIONS).length,
        );
      }),
    );
  });
});
