import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  CRIME,
  DERBYSHIRE,
  FIVE,
  FiveForces,
  LINCOLNSHIRE,
  ofTheUnit,
  receiptOf,
  ROADS,
} from '../../test/support/five-forces.js';
import { day, id } from '../../test/support/given-when-then.js';
import { saving } from '../../test/support/savings.js';
import { asset, countedItem } from '../../test/support/yorkshire.js';
import type { CivilDate } from '../domain/civil-date.js';
import type { MeasureId, OutcomeId, PersonId } from '../domain/identifiers.js';
import { loadMeasures } from '../features/load-measures/load-measures.js';
import { claimsFor } from './answer-claims.js';
import { totalsFor } from './answer-totals.js';

const LATE = {
  ...{ measure: 'cash-in-transit', measuredIn: 'pence', additivity: 'distinct', benefit: 'Any', rule: 'Any' },
  ...{ title: 'Any', version: 1, definition: { is: 'posted', by: 'asset' } },
  counts: { alongside: 'assets-seized-value' },
};

/** Each measure with the region's part and what units claim together. */
async function claims(five: FiveForces) {
  const answer = await claimsFor(five.ledger, { collaboration: FIVE }, { entry: await five.head() });
  if (!answer.ok) throw new Error(answer.refusal.code);
  return Object.fromEntries(answer.value.rows.map(({ measure, distinct, claimed }) => [measure, [distinct, claimed]]));
}

describe('what units claim of an asset that two of them took', () => {
  it('goes through its stages, and is counted by the rules that its credit rests on', async () => {
    const five = await FiveForces.agreed();
    const direct = { attribution: { basis: 'direct', force: DERBYSHIRE } } as const;
    const told = asset({ ...ofTheUnit, ...direct, occurredOn: day('2009-05-01'), amountPence: 100n });
    const item = { scheme: 'exhibit', reference: 'AB/1' } as const;
    receiptOf(await five.recorder.record(1, FIVE, told, item));
    receiptOf(await five.recorder.record(2, FIVE, { ...told, unit: ROADS, amountPence: 90n }, item));
    expect(await claims(five)).toEqual({ 'assets-seized-value': [100n, 190n] });

    await loadMeasures(five.ledger, JSON.stringify({ measures: [LATE], statements: [] }), id<PersonId>('j-smith'));
    five.ledger.agreements.refresh();
    expect(await claims(five)).toEqual({ 'assets-seized-value': [100n, 190n] });

    const [stream] = await five.ledger.store.streamsOf('outcome');
    const outcomeId = (stream ?? '').slice('outcome-'.length) as OutcomeId;
    const detained = { stage: 'detained', occurredOn: day('2009-06-01'), amountPence: 80n } as const;
    receiptOf(await five.recorder.stage(3, outcomeId, detained));
    expect(await claims(five)).toEqual({
      'assets-seized-value': [100n, 190n],
      'assets-detained-value': [80n, 160n],
      [id<MeasureId>('cash-in-transit')]: [100n, 190n],
    });
    const answer = await claimsFor(five.ledger, { collaboration: FIVE }, undefined);
    const row = answer.ok && answer.value.rows.find(({ measure }) => measure === 'assets-detained-value');
    expect(row).toMatchObject({
      byUnit: [
        { unit: ROADS, claimed: 80n, credited: 40n },
        { unit: CRIME, claimed: 80n, credited: 40n },
      ],
    });
  });
});

/** The days between two, which half of the time are the first of a month. */
const days = fc
  .tuple(fc.integer({ min: 0, max: 35 }), fc.constantFrom(1, 1, 9, 10, 11, 28))
  .map(([month, date]) => day(new Date(Date.UTC(2007, 3 + month, date)).toISOString().slice(0, 10)));

describe('claims of any days, whole financial years or not', () => {
  it('tell as distinct and as credited what totals tell, and of days that follow one another as much as of all of them', async () => {
    const five = await FiveForces.agreed();
    await five.change({ key: { from: '2008-10-10', weights: { [DERBYSHIRE]: 3, [LINCOLNSHIRE]: 1 } } });
    const item = { scheme: 'exhibit', reference: 'AB/1' } as const;
    const recurrence = { is: 'recurring', runsTo: day('2009-11-11') } as const;
    const told = saving({ ...ofTheUnit, occurredOn: day('2007-06-10'), recurrence, grossPence: 100_001n });
    receiptOf(await five.recorder.record(1, FIVE, told, item));
    const direct = { attribution: { basis: 'direct', force: DERBYSHIRE } } as const;
    receiptOf(await five.recorder.record(2, FIVE, { ...told, ...direct, unit: ROADS, grossPence: 90_003n }, item));
    await five.record(3, asset({ ...ofTheUnit, occurredOn: day('2008-10-10'), amountPence: 77n }));
    const head = await five.head();
    let within = 0;
    const ask = async (from: CivilDate, to: CivilDate, entry: number) => {
      const question = { collaboration: FIVE, from, to };
      const claimed = await claimsFor(five.ledger, question, { entry });
      const totals = await totalsFor(five.ledger, { ...question, by: ['unit', 'measure'] }, { entry });
      if (!claimed.ok || !totals.ok) throw new Error('refused');
      const units = claimed.value.rows.flatMap(({ measure, byUnit, distinct }) => {
        expect(distinct).toBe(byUnit.reduce((sum, { credited }) => sum + credited, 0n));
        return byUnit.map((unit) => ({ measure, ...unit }));
      });
      const credited = new Map(units.map((unit) => [`${unit.measure} ${unit.unit}`, unit.credited]));
      expect(credited).toEqual(new Map(totals.value.rows.map((row) => [`${row.measure} ${row.unit}`, row.amount])));
      return new Map(units.map((unit) => [`${unit.measure} ${unit.unit}`, unit.claimed]));
    };
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(days, { minLength: 3, maxLength: 3 }).map((three) => three.sort()),
        fc.integer({ min: head - 2, max: head }),
        async ([from, amid, to], entry) => {
          if (from === undefined || amid === undefined || to === undefined) return;
          const whole = await ask(from, to, entry);
          const parts = [await ask(from, amid, entry), await ask(amid, to, entry)];
          for (const [place, claimed] of whole)
            expect(parts.reduce((sum, part) => sum + (part.get(place) ?? 0n), 0n)).toBe(claimed);
          if (!from.endsWith('04-01') && whole.size > 0) within += 1;
        },
      ),
      { numRuns: 60 },
    );
    expect(within).toBeGreaterThan(10);
  });

  it('count of a unit on a day amid a year, when the weights change, just its own part from then on', async () => {
    const five = await FiveForces.agreed();
    await five.change({ key: { from: '2008-10-01', weights: { [DERBYSHIRE]: 1 } } });
    const item = { scheme: 'exhibit', reference: 'AB/1' } as const;
    const recurrence = { is: 'one-off', runsTo: day('2009-04-01') } as const;
    const told = saving({ ...ofTheUnit, occurredOn: day('2008-04-01'), recurrence, grossPence: 36_500n });
    receiptOf(await five.recorder.record(1, FIVE, told, item));
    receiptOf(await five.recorder.record(2, FIVE, { ...told, unit: ROADS, grossPence: 73_000n }, item));
    const from = day('2008-10-01');
    const answer = await claimsFor(five.ledger, { collaboration: FIVE, from }, undefined);
    // 182 of 365 days are left of the year.
    expect(answer.ok && answer.value.rows.find(({ measure }) => measure.endsWith('-gross'))).toMatchObject({
      ...{ distinct: 18_200n, claimed: 18_200n + 36_400n },
      byUnit: [
        { unit: ROADS, claimed: 36_400n, credited: 9_100n },
        { unit: CRIME, claimed: 18_200n, credited: 9_100n },
      ],
    });
  });
});

describe('a measure that is not added up', () => {
  it('is left out of claims, and named, as it is of totals', async () => {
    const five = await FiveForces.agreed();
    const open = {
      ...{ measure: 'cases-open', measuredIn: 'count', additivity: 'additive', benefit: 'Any', rule: 'Any' },
      ...{ title: 'Any', version: 1, definition: { is: 'posted', by: 'counted-item' }, notOver: ['month'] },
    };
    await loadMeasures(five.ledger, JSON.stringify({ measures: [open], statements: [] }), id<PersonId>('j-smith'));
    five.ledger.agreements.refresh();
    const at = { ...ofTheUnit, measure: id<MeasureId>('cases-open'), amount: 3n };
    await five.record(1, countedItem({ ...at, occurredOn: day('2009-05-01') }));
    await five.record(2, countedItem({ ...at, occurredOn: day('2009-06-01') }));
    const asked = { collaboration: FIVE, from: day('2009-05-01') };
    for (const to of ['2009-06-01', '2009-07-01'].map(day)) {
      const answer = await claimsFor(five.ledger, { ...asked, to }, undefined);
      const totals = await totalsFor(five.ledger, { ...asked, to, by: ['measure'] }, { entry: await five.head() });
      if (!answer.ok || !totals.ok) throw new Error('refused');
      const { rows, notAdded } = answer.value;
      expect(rows.map(({ measure, distinct }) => [measure, distinct])).toEqual(
        totals.value.rows.map(({ measure, amount }) => [measure, amount]),
      );
      expect([rows.length, notAdded]).toEqual([to.includes('07') ? 0 : 1, totals.value.notAdded]);
    }
  });
});
