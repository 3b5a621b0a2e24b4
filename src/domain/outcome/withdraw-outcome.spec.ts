import { describe, expect, it } from '@jest/globals';
import { day, given, uuidEnding } from '../../../test/support/given-when-then.js';
import {
  arrest,
  asset,
  HUMBERSIDE,
  posted,
  restingOn,
  SOUTH,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import type { OutcomeEvent } from './events.js';
import { evolveOutcome, unrecorded, type Outcome } from './outcome.js';
import { withdrawOutcome } from './withdraw-outcome.js';

const VALUE = 'assets-seized-value';
const command = { outcomeId: uuidEnding<OutcomeId>(1), reason: 'recorded-in-error' } as const;
const ground = { collaboration: YORKSHIRE, restsOn: restingOn() } as const;

const recorded: OutcomeEvent = {
  ...ground,
  type: 'OutcomeRecorded',
  labels: ['assumed'],
  outcome: asset({ amountPence: 5n }),
  postings: posted(VALUE, { [HUMBERSIDE]: 2n, [WEST]: 3n }),
};
const corrected: OutcomeEvent = {
  ...ground,
  type: 'OutcomeCorrected',
  labels: ['illustrative'],
  outcome: asset({ amountPence: 7n, illustrative: true }),
  postings: posted(VALUE, { [SOUTH]: 4n, [HUMBERSIDE]: -2n }),
  reason: 'valuation-revised',
};
const withdrawn: OutcomeEvent = {
  type: 'OutcomeWithdrawn',
  collaboration: YORKSHIRE,
  labels: ['illustrative'],
  postings: posted(VALUE, { [WEST]: -3n, [SOUTH]: -4n }),
  reason: 'recorded-in-error',
};
const outcomeAfter = (...events: readonly OutcomeEvent[]): Outcome => given(evolveOutcome, unrecorded, ...events);

describe('withdrawing an outcome', () => {
  it('undoes what it had posted', () => {
    const postings = posted(VALUE, { [HUMBERSIDE]: -2n, [WEST]: -3n });
    expect(withdrawOutcome(command, outcomeAfter(recorded))).toStrictEqual(
      accept({ ...withdrawn, labels: ['assumed'], postings }),
    );
  });

  it('undoes what corrections have made of it, and says why', () => {
    expect(withdrawOutcome({ ...command, reason: 'duplicate' }, outcomeAfter(recorded, corrected))).toStrictEqual(
      accept({ ...withdrawn, reason: 'duplicate' }),
    );
  });

  it('takes back an explicit zero too', () => {
    const nothing = { ...recorded, postings: posted(VALUE, { [WEST]: 0n }) };
    expect(withdrawOutcome(command, outcomeAfter(nothing))).toStrictEqual(
      accept({ ...withdrawn, labels: ['assumed'], postings: posted(VALUE, { [WEST]: 0n }) }),
    );
  });

  it('is refused when it was never recorded', () => {
    expect(withdrawOutcome(command, unrecorded)).toStrictEqual(
      refuse({ code: 'unknown-outcome', outcome: command.outcomeId }),
    );
  });

  it('is refused when it was withdrawn already, which is final', () => {
    expect(withdrawOutcome(command, outcomeAfter(recorded, corrected, withdrawn))).toStrictEqual(
      refuse({ code: 'withdrawn', outcome: command.outcomeId }),
    );
  });
});

describe('an outcome folded from events', () => {
  it('stands as it was last told, with one posting for each place', () => {
    expect(outcomeAfter(recorded, corrected)).toStrictEqual({
      status: 'recorded',
      collaboration: YORKSHIRE,
      details: corrected.outcome,
      claims: [],
      duplicates: [],
      grade: 'claimed',
      labels: ['illustrative'],
      postings: posted(VALUE, { [WEST]: 3n, [SOUTH]: 4n }),
      stages: [],
    });
  });

  it('keeps what it was when it is withdrawn', () => {
    const details = recorded.outcome;
    expect(outcomeAfter(recorded, withdrawn)).toStrictEqual({ status: 'withdrawn', collaboration: YORKSHIRE, details });
  });

  it.each<[string, readonly OutcomeEvent[], OutcomeEvent]>([
    ['recorded a second time', [recorded], { ...recorded, outcome: arrest({ occurredOn: day('2011-01-01') }) }],
    ['recorded again after it was withdrawn', [recorded, withdrawn], recorded],
    ['corrected before it was recorded', [], corrected],
    ['corrected after it was withdrawn', [recorded, withdrawn], corrected],
    ['withdrawn before it was recorded', [], withdrawn],
    ['withdrawn twice', [recorded, withdrawn], withdrawn],
  ])('is left as it was by an event that cannot follow: %s', (_, before, stray) => {
    expect(outcomeAfter(...before, stray)).toStrictEqual(outcomeAfter(...before));
  });
});
