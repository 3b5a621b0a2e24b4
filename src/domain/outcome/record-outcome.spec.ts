import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  arrest,
  asset,
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
  TODAY,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import type { CollaborationEvent } from '../collaboration/events.js';
import { accept, refuse, type Decision } from '../decision.js';
import { OUTSIDE } from '../identifiers.js';
import type { Posting } from '../posting.js';
import type { OutcomeDetails, OutcomeRecorded } from './events.js';
import { recordOutcome } from './record-outcome.js';

const byPopulation = { basis: 'key', key: POPULATION } as const;

function recorded(outcome: OutcomeDetails, ...given: readonly CollaborationEvent[]): Decision<OutcomeRecorded> {
  return recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter(...given));
}

function event(
  outcome: OutcomeDetails,
  postings: readonly Posting[],
  labels: OutcomeRecorded['labels'] = [],
  moreEvents = 0,
): Decision<OutcomeRecorded> {
  const restsOn = restingOn(moreEvents);
  return accept({ type: 'OutcomeRecorded', collaboration: YORKSHIRE, labels, outcome, postings, restsOn });
}

describe('recording an outcome posts what it counts for', () => {
  it.each<[string, OutcomeDetails, readonly Posting[]]>([
    ['an arrest made', arrest(), posted('arrests-made', { [WEST]: 1n })],
    ['an arrest facilitated', arrest({ role: 'facilitated' }), posted('arrests-facilitated', { [WEST]: 1n })],
    [
      'a recovered vehicle, in number and in value',
      recoveredCar(),
      [...posted('property-recovered', { [WEST]: 1n }), ...posted('property-recovered-value', { [WEST]: 500000n })],
    ],
    ['seized cash', asset(), posted('assets-seized-value', { [WEST]: 1250000n })],
    ['a counted item', countedItem(), posted('firearms-recovered', { [WEST]: 3n })],
    ['an explicit zero', asset({ amountPence: 0n }), posted('assets-seized-value', { [WEST]: 0n })],
  ])('%s', (_, outcome, postings) => {
    expect(recorded(outcome)).toStrictEqual(event(outcome, postings));
  });

  it('counts a seizure of two drugs of one class once, and adds up their quantities and values', () => {
    const outcome = seizure([powder('cocaine', 27000n, 111337n), powder('heroin', 3000n, 20000n)]);
    expect(recorded(outcome)).toStrictEqual(
      event(outcome, [
        ...posted('drug-seizures', { [WEST]: 1n }),
        ...posted('drugs-seized-milligrams', { [WEST]: 30000n }),
        ...posted('drug-seizures-class-a', { [WEST]: 1n }),
        ...posted('drugs-seized-value-class-a', { [WEST]: 131337n }),
      ]),
    );
  });

  it('tells a seizure that nobody valued from one that was worth nothing', () => {
    const unvalued = seizure([powder('cocaine', 5n)]);
    const worthless = seizure([powder('cocaine', 5n, 0n)]);
    const both = [...posted('drug-seizures', { [WEST]: 1n }), ...posted('drugs-seized-milligrams', { [WEST]: 5n })];
    const classA = posted('drug-seizures-class-a', { [WEST]: 1n });
    expect(recorded(unvalued)).toStrictEqual(
      event(unvalued, [...both, ...posted('drug-seizures-unvalued', { [WEST]: 1n }), ...classA]),
    );
    expect(recorded(worthless)).toStrictEqual(
      event(worthless, [...both, ...classA, ...posted('drugs-seized-value-class-a', { [WEST]: 0n })]),
    );
  });
});

describe('recording an outcome shares the credit', () => {
  it('by the key in force: £12,500.00 by population, to the penny, labelled as assumed', () => {
    const outcome = asset({ attribution: byPopulation });
    const shares = { [HUMBERSIDE]: 217721n, [NORTH]: 188899n, [SOUTH]: 317061n, [WEST]: 526319n };
    expect(recorded(outcome)).toStrictEqual(event(outcome, posted('assets-seized-value', shares), ['assumed']));
  });

  it('gives one arrest by key to the force with the largest share, and nobody a posting of nothing', () => {
    const outcome = arrest({ attribution: byPopulation });
    expect(recorded(outcome)).toStrictEqual(event(outcome, posted('arrests-made', { [WEST]: 1n }), ['assumed']));
  });

  it('gives every force in the key its share of an explicit zero', () => {
    const outcome = asset({ attribution: byPopulation, amountPence: 0n });
    const shares = { [HUMBERSIDE]: 0n, [NORTH]: 0n, [SOUTH]: 0n, [WEST]: 0n };
    expect(recorded(outcome)).toStrictEqual(event(outcome, posted('assets-seized-value', shares), ['assumed']));
  });

  it('as agreed, with the bucket outside for those who are no members', () => {
    const weights = { [WEST]: 2n, [OUTSIDE]: 1n, [HUMBERSIDE]: 1n, [NORTH]: 0n };
    const outcome = asset({ attribution: { basis: 'agreed', weights }, amountPence: 101n });
    const shares = { [HUMBERSIDE]: 25n, [OUTSIDE]: 25n, [WEST]: 51n };
    expect(recorded(outcome)).toStrictEqual(event(outcome, posted('assets-seized-value', shares)));
  });

  it('all to the bucket outside', () => {
    const outcome = asset({ attribution: { basis: 'direct', force: OUTSIDE } });
    expect(recorded(outcome)).toStrictEqual(event(outcome, posted('assets-seized-value', { [OUTSIDE]: 1250000n })));
  });

  it('labels what was made up for a demonstration, after what was assumed', () => {
    const invented = asset({ illustrative: true });
    const shared = arrest({ illustrative: true, attribution: byPopulation });
    expect(recorded(invented)).toMatchObject({ events: [{ labels: ['illustrative'] }] });
    expect(recorded(shared)).toMatchObject({ events: [{ labels: ['assumed', 'illustrative'] }] });
    expect(recorded(asset({ illustrative: false }))).toMatchObject({ events: [{ labels: [] }] });
  });
});

describe('recording an outcome when the agreement changed', () => {
  const left: CollaborationEvent = {
    type: 'MemberLeft',
    collaboration: YORKSHIRE,
    force: HUMBERSIDE,
    to: day('2010-07-01'),
  };
  const newKey: CollaborationEvent = {
    type: 'KeyVersionSet',
    collaboration: YORKSHIRE,
    key: POPULATION,
    basis: id('equal'),
    assumed: false,
    from: day('2010-07-01'),
    weights: { [HUMBERSIDE]: 0n, [NORTH]: 1n, [SOUTH]: 1n, [WEST]: 1n },
  };
  const on = (date: string) => asset({ attribution: byPopulation, amountPence: 3n, occurredOn: day(date) });

  it('shares by the version in force on the day it happened, whenever it is recorded', () => {
    const before = on('2010-06-30');
    const after = on('2010-07-01');
    const old = { [HUMBERSIDE]: 1n, [SOUTH]: 1n, [WEST]: 1n };
    const now = { [NORTH]: 1n, [SOUTH]: 1n, [WEST]: 1n };
    const value = 'assets-seized-value';
    expect(recorded(before, left, newKey)).toStrictEqual(
      event(before, posted(value, old, { occurredOn: day('2010-06-30') }), ['assumed'], 2),
    );
    expect(recorded(after, left, newKey)).toStrictEqual(
      event(after, posted(value, now, { occurredOn: day('2010-07-01') }), [], 2),
    );
  });

  it('refuses a key that still weights a force that has left', () => {
    const refusal = {
      code: 'not-a-member',
      force: HUMBERSIDE,
      collaboration: YORKSHIRE,
      on: day('2010-07-01'),
    } as const;
    expect(recorded(on('2010-07-01'), left)).toStrictEqual(refuse({ ...refusal, field: 'attribution.key' }));
  });

  it('takes what happened on the last open day, recorded long after the unit closed, and what happened today', () => {
    const late = arrest({ unit: RRPT, occurredOn: day('2011-07-04') });
    const first = arrest({ unit: RRPT, occurredOn: day('2008-07-01') });
    const today = arrest({ occurredOn: TODAY });
    const where = (of: OutcomeDetails) =>
      posted('arrests-made', { [WEST]: 1n }, { unit: of.unit, occurredOn: of.occurredOn });
    for (const outcome of [late, first, today]) expect(recorded(outcome)).toStrictEqual(event(outcome, where(outcome)));
  });
});
