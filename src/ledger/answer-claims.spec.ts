import { describe, expect, it } from '@jest/globals';
import { CRIME, DERBYSHIRE, FIVE, FiveForces, ofTheUnit, receiptOf, ROADS } from '../../test/support/five-forces.js';
import { day, id } from '../../test/support/given-when-then.js';
import { asset } from '../../test/support/yorkshire.js';
import type { MeasureId, OutcomeId, PersonId } from '../domain/identifiers.js';
import { loadMeasures } from '../features/load-measures/load-measures.js';
import { claimsFor } from './answer-claims.js';

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
