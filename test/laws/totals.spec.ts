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

const histories: fc.Arbitrary<readonly LedgerEvent[]> = steps(40).map((history) =>
  new Historian('any', 1).write(history).map(({ event }) => event),
);
const groupings = fc.subarray([...DIMENSIONS]);

const inOrder = (totals: Totals): readonly Total[] =>
  [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total);

describe('totals', () => {
  it('of a whole history are the totals of its halves together', () => {
    fc.assert(
      fc.property(histories, fc.nat(), (events, cut) => {
        const half = cut % (events.length + 1);
        const halves = combine(totalsOf(events.slice(0, half)), totalsOf(events.slice(half)));
        expect(inOrder(halves)).toEqual(inOrder(totalsOf(events)));
      }),
    );
  });

  it('do not depend on the order of events, nor on how they were put into batches', () => {
    fc.assert(
      fc.property(
        histories.chain((events) =>
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
      fc.property(histories, (events) => {
        const totals = totalsOf(events);
        const before = inOrder(totals).map((total) => ({ ...total }));
        combine(totals, totals);
        addUp([...totals.values(), ...totals.values()]);
        expect(inOrder(totals)).toEqual(before);
      }),
    );
  });

  it('come to the same over forces, over units, over any grouping, and posting by posting', () => {
    fc.assert(
      fc.property(histories, groupings, (events, by) => {
        const plain = new Map<string, bigint>();
        for (const event of events) {
          if (!('postings' in event)) continue;
          for (const { measure, amount } of event.postings) plain.set(measure, (plain.get(measure) ?? 0n) + amount);
        }
        for (const grouping of [by, ['force'], ['unit'], []] as const) {
          const sums = new Map<string, bigint>();
          for (const { measure, amount } of groupTotals(totalsOf(events).values(), grouping)) {
            sums.set(measure, (sums.get(measure) ?? 0n) + amount);
          }
          expect(sums).toEqual(plain);
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
