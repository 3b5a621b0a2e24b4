import { describe, expect, it } from '@jest/globals';
import { day, given, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { saving } from '../../../test/support/savings.js';
import {
  arrest,
  asset,
  CLEVELAND,
  contextAfter,
  countedItem,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  posted,
  powder,
  recoveredCar,
  restingOn,
  RRPT,
  seizure,
  SOUTH,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import type { CollaborationEvent } from '../collaboration/events.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import type { Posting } from '../posting.js';
import type { Refusal } from '../refusals.js';
import { AMOUNT_LIMIT } from '../shape.js';
import { correctOutcome } from './correct-outcome.js';
import type { OutcomeCorrected, OutcomeDetails, OutcomeEvent } from './events.js';
import { evolveOutcome, unrecorded } from './outcome.js';
import { recordOutcome } from './record-outcome.js';
import { withdrawOutcome } from './withdraw-outcome.js';

const OUTCOME = uuidEnding<OutcomeId>(1);
const byPopulation = { basis: 'key', key: POPULATION } as const;
const VALUE = 'assets-seized-value';

/** Given an outcome that was recorded and then corrected step by step; the events themselves. */
function history(first: OutcomeDetails, ...then: readonly OutcomeDetails[]): readonly OutcomeEvent[] {
  const recorded = recordOutcome({ collaboration: YORKSHIRE, outcome: first }, contextAfter());
  return then.reduce((events, outcome) => [...events, ...taken(correctedTo(outcome, events))], taken(recorded));
}

function taken(decision: Decision<OutcomeEvent>): readonly OutcomeEvent[] {
  if (!decision.accepted) throw new Error(`Not what was given: ${decision.refusal.code}`);
  return decision.events;
}

function correctedTo(
  outcome: OutcomeDetails,
  events: readonly OutcomeEvent[],
  ...agreement: readonly CollaborationEvent[]
): Decision<OutcomeCorrected> {
  const state = given(evolveOutcome, unrecorded, ...events);
  return correctOutcome({ outcomeId: OUTCOME, reason: 'keying-error', outcome }, state, contextAfter(...agreement));
}

function event(
  outcome: OutcomeDetails,
  postings: readonly Posting[],
  labels: OutcomeCorrected['labels'] = [],
  moreEvents = 0,
): Decision<OutcomeCorrected> {
  const restsOn = restingOn(moreEvents);
  const what = { type: 'OutcomeCorrected', collaboration: YORKSHIRE, reason: 'keying-error' } as const;
  return accept({ ...what, labels, outcome, postings, restsOn });
}

describe('correcting an outcome posts the differences', () => {
  const later = { occurredOn: day('2010-03-05') };
  const onTheRoads = { unit: RRPT };
  const reshared = asset({ attribution: { basis: 'agreed', weights: { [NORTH]: 1n, [WEST]: 1n } } });
  const moved = [...posted('arrests-facilitated', { [WEST]: 1n }), ...posted('arrests-made', { [WEST]: -1n })];

  it.each<[string, OutcomeDetails, OutcomeDetails, readonly Posting[]]>([
    ['a lower value', asset(), asset({ amountPence: 1200000n }), posted(VALUE, { [WEST]: -50000n })],
    ['down to an explicit zero', asset(), asset({ amountPence: 0n }), posted(VALUE, { [WEST]: -1250000n })],
    ['up from an explicit zero', asset({ amountPence: 0n }), asset(), posted(VALUE, { [WEST]: 1250000n })],
    [
      'another day',
      asset(),
      asset(later),
      [...posted(VALUE, { [WEST]: 1250000n }, later), ...posted(VALUE, { [WEST]: -1250000n })],
    ],
    [
      'another unit',
      asset(),
      asset(onTheRoads),
      [...posted(VALUE, { [WEST]: 1250000n }, onTheRoads), ...posted(VALUE, { [WEST]: -1250000n })],
    ],
    [
      'another force',
      asset(),
      asset({ attribution: { basis: 'direct', force: SOUTH } }),
      [...posted(VALUE, { [SOUTH]: 1250000n }), ...posted(VALUE, { [WEST]: -1250000n })],
    ],
    ['another attribution', asset(), reshared, posted(VALUE, { [NORTH]: 625000n, [WEST]: -625000n })],
    ['an arrest relabelled, the sum of both unchanged', arrest(), arrest({ role: 'facilitated' }), moved],
    ['only what does not count', arrest(), arrest({ offenceGroup: id('firearms'), operation: id('mille') }), []],
    [
      'another kind altogether',
      arrest(),
      countedItem(),
      [...posted('firearms-recovered', { [WEST]: 3n }), ...posted('arrests-made', { [WEST]: -1n })],
    ],
    [
      'a value for a seizure that had none',
      seizure([powder('cocaine', 5n)]),
      seizure([powder('cocaine', 5n, 700n)]),
      [...posted('drugs-seized-value-class-a', { [WEST]: 700n }), ...posted('drug-seizures-unvalued', { [WEST]: -1n })],
    ],
    [
      'a laboratory result: not cocaine but amphetamine',
      seizure([powder('cocaine', 5n, 700n)]),
      seizure([powder('amphetamine', 5n, 600n)]),
      [
        ...posted('drug-seizures-class-b', { [WEST]: 1n }),
        ...posted('drugs-seized-value-class-b', { [WEST]: 600n }),
        ...posted('drug-seizures-class-a', { [WEST]: -1n }),
        ...posted('drugs-seized-value-class-a', { [WEST]: -700n }),
      ],
    ],
    [
      'who kept the vehicle, what is kept and what is returned together unchanged',
      recoveredCar(),
      recoveredCar({ returnedToOwner: false }),
      [
        ...posted('property-kept-value', { [WEST]: 500000n }),
        ...posted('property-kept-deductions', { [WEST]: -500000n }),
      ],
    ],
  ])('%s', (_, was, is, postings) => {
    expect(correctedTo(is, history(was))).toStrictEqual(event(is, postings));
  });

  it('of a correction, from what it had become', () => {
    const events = history(asset({ amountPence: 100n }), asset({ amountPence: 80n }));
    const third = asset({ amountPence: 90n, occurredOn: day('2010-01-01') });
    expect(correctedTo(third, events)).toStrictEqual(
      event(third, [
        ...posted(VALUE, { [WEST]: 90n }, { occurredOn: day('2010-01-01') }),
        ...posted(VALUE, { [WEST]: -80n }),
      ]),
    );
  });

  it('of a correction back to how it was first recorded', () => {
    const events = history(arrest(), arrest({ role: 'facilitated', ...later }));
    expect(correctedTo(arrest(), events)).toStrictEqual(
      event(arrest(), [
        ...posted('arrests-made', { [WEST]: 1n }),
        ...posted('arrests-facilitated', { [WEST]: -1n }, later),
      ]),
    );
  });

  it('of shares by key, of which only those that move are named, and labels what it is now', () => {
    const was = asset({ attribution: byPopulation, amountPence: 3n, illustrative: true });
    const is = asset({ attribution: byPopulation, amountPence: 4n });
    expect(correctedTo(is, history(was))).toStrictEqual(event(is, posted(VALUE, { [WEST]: 1n }), ['assumed']));
  });

  it('by the agreement as it stands now, on the outcome’s own day', () => {
    const newKey: CollaborationEvent = {
      type: 'KeyVersionSet',
      collaboration: YORKSHIRE,
      key: POPULATION,
      basis: id('equal'),
      assumed: false,
      from: day('2010-03-04'),
      weights: { [HUMBERSIDE]: 1n, [WEST]: 1n },
    };
    const is = asset({ attribution: byPopulation, amountPence: 100n });
    expect(correctedTo(is, history(asset({ amountPence: 100n })), newKey)).toStrictEqual(
      event(is, posted(VALUE, { [HUMBERSIDE]: 50n, [WEST]: -50n }), [], 1),
    );
  });
});

describe('correcting an outcome is refused, the first reason first', () => {
  const withdrawn = (events: readonly OutcomeEvent[]): readonly OutcomeEvent[] => [
    ...events,
    ...taken(withdrawOutcome({ outcomeId: OUTCOME, reason: 'other' }, given(evolveOutcome, unrecorded, ...events))),
  ];
  const stranger = { field: 'attribution.force', collaboration: YORKSHIRE, on: day('2010-03-04') } as const;

  it.each<[string, readonly OutcomeEvent[], OutcomeDetails, Refusal]>([
    ['one that was never recorded', [], arrest(), { code: 'unknown-outcome', outcome: OUTCOME }],
    [
      'one that a colleague has withdrawn, though nothing would change',
      withdrawn(history(arrest())),
      arrest(),
      { code: 'withdrawn', outcome: OUTCOME },
    ],
    ['to what it is', history(arrest()), arrest(), { code: 'unchanged' }],
    ['to what it has become', history(arrest(), asset()), asset(), { code: 'unchanged' }],
    [
      'to what could not be recorded',
      history(arrest()),
      arrest({ attribution: { basis: 'direct', force: CLEVELAND } }),
      { code: 'not-a-member', force: CLEVELAND, ...stranger },
    ],
  ])('%s', (_, events, outcome, refusal) => {
    expect(correctedTo(outcome, events)).toStrictEqual(refuse(refusal));
  });

  it('from one end of what an amount can be to the other, which two corrections can do', () => {
    const once = { recurrence: { is: 'one-off' } } as const;
    const saved = saving({ ...once, grossPence: AMOUNT_LIMIT, investmentPence: 0n });
    const spent = saving({ ...once, grossPence: 0n, investmentPence: AMOUNT_LIMIT });
    const within = { least: -AMOUNT_LIMIT, most: AMOUNT_LIMIT };
    const refusal = {
      code: 'amount-out-of-range',
      field: 'grossPence',
      amount: -2n * AMOUNT_LIMIT,
      ...within,
    } as const;
    expect(correctedTo(spent, history(saved))).toStrictEqual(refuse(refusal));
    expect(correctedTo(spent, history(saved, saving({ ...once, grossPence: 0n })))).toMatchObject({ accepted: true });
  });

  it('as unchanged before the agreement is looked at: a unit that closed since, on a day before the outcome', () => {
    const closed: CollaborationEvent = {
      type: 'UnitClosed',
      collaboration: YORKSHIRE,
      unit: arrest().unit,
      to: day('2010-01-01'),
    };
    const refusalOf = (outcome: OutcomeDetails) => correctedTo(outcome, history(arrest()), closed);
    expect(refusalOf(arrest())).toStrictEqual(refuse({ code: 'unchanged' }));
    expect(refusalOf(arrest({ role: 'facilitated' }))).toMatchObject({ refusal: { code: 'unit-not-open' } });
  });
});
