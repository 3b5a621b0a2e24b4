import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { saving } from '../../../test/support/savings.js';
import { asset, contextAfter, powder, seizure, TODAY, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { refuse } from '../decision.js';
import type { OutcomeDetails } from './events.js';
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
