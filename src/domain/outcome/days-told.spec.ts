import { describe, expect, it } from '@jest/globals';
import { day, given, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { saving } from '../../../test/support/savings.js';
import {
  asset,
  contextAfter,
  powder,
  RRPT,
  seizure,
  SOUTH,
  TODAY,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { refuse } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { recordItem } from './claim-outcome.js';
import { correctOutcome } from './correct-outcome.js';
import type { OutcomeDetails } from './events.js';
import { evolveOutcome, unrecorded } from './outcome.js';
import { recordOutcome } from './record-outcome.js';

const soon = day('2012-04-02');
const foreign = { amount: 100n, currency: 'EUR', rate: '1', rateOn: soon, rateSource: id<never>('bank') } as const;
const baseline = { amountPence: 100n, basis: id<never>('previous-year'), on: soon };
const valued = { ...powder('cocaine', 5n, 700n), valuedOn: soon };
const decide = (outcome: OutcomeDetails, asBefore = false) =>
  recordOutcome({ collaboration: YORKSHIRE, outcome }, { ...contextAfter(), asBefore });

describe('a day to come, on which nothing can have been found yet, is refused', () => {
  it.each<[string, OutcomeDetails]>([
    ['baseline.on', saving({ baseline })],
    ['foreign.rateOn', asset({ amountPence: 100n, foreign })],
    ['substances[1].valuedOn', seizure([powder('cocaine', 5n), valued])],
  ])('as %s', (field, outcome) => {
    expect(decide(outcome)).toEqual(refuse({ code: 'date-in-future', field, date: soon, today: TODAY }));
    expect(decide(outcome, true)).toMatchObject({ accepted: true });
  });

  it.each<[OutcomeDetails]>([
    [saving({ baseline: { ...baseline, on: TODAY } })],
    [asset({ amountPence: 100n, foreign: { ...foreign, rateOn: TODAY } })],
    [seizure([{ ...valued, valuedOn: TODAY }])],
  ])('and the day itself is taken', (outcome) => {
    expect(decide(outcome)).toMatchObject({ accepted: true });
  });
});

describe('a day to come that is recorded already', () => {
  const outcomeId = uuidEnding<OutcomeId>(1);
  const context = { ...contextAfter(), predecessor: undefined };
  const old = seizure([valued]);
  const decision = decide(old, true);
  const outcome = given(evolveOutcome, unrecorded, ...(decision.accepted ? decision.events : []));
  const correct = (changed: OutcomeDetails) =>
    correctOutcome({ outcomeId, outcome: changed, reason: 'other' }, outcome, context);
  const claim = (changed: OutcomeDetails) =>
    recordItem(
      {
        collaboration: YORKSHIRE,
        outcome: { ...changed, unit: RRPT, attribution: { basis: 'direct', force: SOUTH } },
      },
      outcomeId,
      outcome,
      context,
    );
  const refused = { code: 'date-in-future', field: 'substances[0].valuedOn', date: soon, today: TODAY } as const;

  it('is said to be so to whoever changes something else', () => {
    expect(claim(seizure([{ ...valued, valuedOn: TODAY }]))).toEqual(refuse({ ...refused, isOnRecord: true }));
    expect(correct({ ...old, operation: id('mille') })).toEqual(refuse({ ...refused, isOnRecord: true }));
  });

  it('is not laid to the record where another day is told, and is put right by a correction', () => {
    const later = day('2012-05-01');
    expect(correct(seizure([{ ...valued, valuedOn: later }]))).toEqual(refuse({ ...refused, date: later }));
    expect(correct(seizure([{ ...valued, valuedOn: TODAY }]))).toMatchObject({ accepted: true });
  });
});
