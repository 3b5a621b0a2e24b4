import { beforeEach, describe, expect, it } from '@jest/globals';
import { wholesOf } from '../../../projections/comparison.js';
import { evolveListed, type ListedOutcome } from '../../../projections/outcome-list.js';
import { groupTotals, totalsOf } from '../../../projections/totals.js';
import { CRIME, FIVE, FiveForces, ofTheUnit } from '../../../test/support/five-forces.js';
import { day } from '../../../test/support/given-when-then.js';
import { cost, saving } from '../../../test/support/savings.js';
import { arrest } from '../../../test/support/yorkshire.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import { comparisonFor } from '../../ledger/answer-comparison.js';
import type { Entry } from '../../ledger/codec/entry-line.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OutcomesQuery, TotalsQuery } from '../../ledger/read-model.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import { isOutcomeEvent, outcomeIdOf } from '../../ledger/streams.js';
import { compareBeside } from './beside.js';
import { usualScope } from './usual-scope.js';

const TODAY = day('2011-04-06');
const PERIOD = { from: day('2008-04-01'), to: day('2011-04-01') };
const once = { ...ofTheUnit, recurrence: { is: 'one-off' }, grossPence: 700n } as const;

let five: FiveForces;
let entries: readonly Entry[];
/** Entries by which the figures at rest are behind at each look; the last stays. */
let behind: number[];
let replays: number;
/** How many outcomes were read one by one. */
let rowsRead: number;
beforeEach(async () => {
  five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
  await five.record(1, cost({ ...ofTheUnit, occurredOn: day('2009-04-01'), runsTo: day('2010-04-01') }));
  await five.record(2, saving({ ...once, occurredOn: day('2008-06-01') }));
  await five.record(3, saving({ ...once, unit: CRIME, occurredOn: day('2010-06-01') }));
  for (const command of [4, 5, 6, 7, 8])
    await five.record(command, arrest({ ...ofTheUnit, occurredOn: day('2009-06-01') }));
  entries = decodeAll(await five.ledger.store.readAll(-1, 10_000)).map(({ entry }) => entry);
  [behind, replays, rowsRead] = [[0], 0, 0];
});

/** The ledger with figures at rest that are folded from its entries, and a count of replays. */
function watched(): Ledger {
  const look = () => {
    const at = entries.length - 1 - ((behind.length > 1 ? behind.shift() : behind[0]) ?? 0);
    return { asAt: { entry: at, knownAt: undefined }, until: entries.slice(0, at + 1) };
  };
  const model = {
    checkpoint: () => Promise.resolve({ entry: -1, knownAt: undefined }),
    totals: ({ by, measures = [], sums = [], from, to }: TotalsQuery) => {
      const { asAt, until } = look();
      const events = until.map(({ event }) => event);
      const all = [...totalsOf(events, { from, to }).values()];
      const own = all.filter(({ measure }) => measures.includes(measure));
      const summed = sums.flatMap(({ measure, of }) =>
        all.filter((total) => of.includes(total.measure)).map((total) => ({ ...total, measure })),
      );
      return Promise.resolve({ asAt, rows: groupTotals([...own, ...summed], by) });
    },
    outcomes: ({ kind }: OutcomesQuery) => {
      const { asAt, until } = look();
      const rows = new Map<OutcomeId, ListedOutcome>();
      for (const [i, { event, stream }] of until.entries()) {
        const id = outcomeIdOf(stream);
        if (id !== undefined && isOutcomeEvent(event)) rows.set(id, evolveListed(rows.get(id), id, i, event));
      }
      rowsRead += rows.size;
      const ofKind = ({ outcome }: ListedOutcome) => outcome.status === 'recorded' && outcome.details.kind === kind;
      return Promise.resolve({ asAt, rows: [...rows.values()].filter(ofKind) });
    },
  };
  const { store } = five.ledger;
  const counted = Object.assign(Object.create(store) as typeof store, {
    readAll: (after: number, limit: number) => {
      if (after === -1) replays += 1;
      return store.readAll(after, limit);
    },
  });
  return Object.assign(Object.create(five.ledger) as Ledger, { model, store: counted });
}

async function compared(period = PERIOD, asAt?: { readonly entry: number }) {
  const ledger = watched();
  const question = { collaboration: FIVE, ...period };
  const catalogue = await five.ledger.agreements.catalogue();
  const answer = await compareBeside(
    ledger,
    catalogue,
    () => comparisonFor(ledger, question, asAt),
    asAt !== undefined,
  );
  if (!answer.ok) throw new Error(answer.refusal.code);
  return answer.value;
}

describe('what stands beside a comparison', () => {
  it('is as of the entry of the comparison, without any replay where the figures go on in between', async () => {
    behind = [4, 3, 2, 2, 1];
    const { answer, beside } = await compared();
    expect([answer.asAt.entry, replays]).toEqual([beside.asAt.entry, 0]);
    expect(wholesOf(beside.rows).map(({ measure, amount }) => [measure, amount])).toContainEqual([
      'savings-cash-releasing',
      1400n,
    ]);
  });

  it.each([
    ['while the figures go on at every look', [4, 3, 2, 1, 0, 1, 2], PERIOD],
    ['of a period that cuts through months', [0], { ...PERIOD, from: day('2008-04-02') }],
  ])('takes one replay and no more: %s', async (_, looks, period) => {
    behind = looks;
    const { answer, beside } = await compared(period);
    expect([answer.asAt.entry, replays]).toEqual([beside.asAt.entry, 1]);
  });

  it('takes one replay for each of the two as at an earlier point, which is nowhere at rest', async () => {
    behind = [0];
    const entry = (await five.head()) - 1;
    const { answer, beside } = await compared(PERIOD, { entry });
    expect([answer.asAt.entry, beside.asAt.entry, replays]).toEqual([entry, entry, 2]);
  });
});

describe('the scope of a comparison that nobody chose', () => {
  it('is all years in which anything was spent or saved, told by totals and by no outcome', async () => {
    expect(await usualScope(watched(), undefined, TODAY)).toEqual({
      collaboration: FIVE,
      years: { from: '2008-04-01', to: '2011-04-01' },
    });
    expect(rowsRead).toBe(0);
  });
});
