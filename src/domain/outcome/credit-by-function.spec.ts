import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import {
  asset,
  CLEVELAND,
  contextAfter,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  posted,
  SOUTH,
  theRegister,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import type { CollaborationEvent, FunctionJoined } from '../collaboration/events.js';
import { OUTSIDE, type ForceId, type FunctionId, type KeyId, type UnitId } from '../identifiers.js';
import type { Attribution } from './events.js';
import { recordOutcome } from './record-outcome.js';

const ESTATES = id<FunctionId>('estates');
const FORENSICS = id<FunctionId>('forensics');
const ESTATES_UNIT = id<UnitId>('estates-team');
const SCIENCE = id<UnitId>('scientific-support');
const KEY = id<KeyId>('with-cleveland');
const restsOn = { forceRegister: theRegister.revision };
const joins = (of: FunctionId, force: ForceId, from = '2005-09-01'): FunctionJoined => ({
  ...{ type: 'FunctionJoined', collaboration: YORKSHIRE, force, function: of, from: day(from), restsOn },
});

/** Estates are shared by all four until two of them end it; forensics takes Cleveland in, which is no member (002:46, 58). */
const perFunction: readonly CollaborationEvent[] = [
  ...[HUMBERSIDE, NORTH, SOUTH, WEST].map((force) => joins(ESTATES, force)),
  ...[HUMBERSIDE, NORTH, SOUTH, WEST].map((force) => joins(FORENSICS, force)),
  joins(FORENSICS, CLEVELAND, '2010-04-01'),
  ...[HUMBERSIDE, SOUTH].map((force): CollaborationEvent => ({
    ...{ type: 'FunctionLeft', collaboration: YORKSHIRE, force, function: ESTATES, to: day('2010-04-01') },
  })),
  ...(
    [
      [ESTATES_UNIT, ESTATES],
      [SCIENCE, FORENSICS],
    ] as const
  ).map(([unit, of]): CollaborationEvent => ({
    ...{ type: 'UnitOpened', collaboration: YORKSHIRE, unit, name: unit, from: day('2005-09-01'), function: of },
  })),
  {
    ...{ type: 'KeyVersionSet', collaboration: YORKSHIRE, key: KEY, basis: id('agreed'), assumed: false },
    ...{ from: day('2010-04-01'), weights: { [HUMBERSIDE]: 1n, [WEST]: 2n, [CLEVELAND]: 1n } },
  },
];

const worth = (unit: UnitId, occurredOn: string, attribution: Attribution) =>
  asset({ unit, occurredOn: day(occurredOn), attribution, amountPence: 1_000n });
const record = (...about: Parameters<typeof worth>) =>
  recordOutcome({ collaboration: YORKSHIRE, outcome: worth(...about) }, contextAfter(...perFunction));
const byKey = (key: KeyId): Attribution => ({ basis: 'key', key });
const at = (unit: UnitId, occurredOn: string) => ({ unit, occurredOn: day(occurredOn) });
const RART = id<UnitId>('rart');

describe('a share by key, through a unit that serves a function,', () => {
  it('goes to those who take part in it on the day, by their weights alone', () => {
    const before = record(ESTATES_UNIT, '2010-03-31', byKey(POPULATION));
    const after = record(ESTATES_UNIT, '2010-04-01', byKey(POPULATION));
    const four = { [HUMBERSIDE]: 174n, [NORTH]: 151n, [SOUTH]: 254n, [WEST]: 421n };
    const two = { [NORTH]: 264n, [WEST]: 736n };
    const where = (on: string) => at(ESTATES_UNIT, on);
    expect(before).toMatchObject({ events: [{ postings: posted('assets-seized-value', four, where('2010-03-31')) }] });
    expect(after).toMatchObject({ events: [{ postings: posted('assets-seized-value', two, where('2010-04-01')) }] });
  });

  it('goes to one who is no member of the whole, from the day it joined the function', () => {
    const shares = { [CLEVELAND]: 250n, [HUMBERSIDE]: 250n, [WEST]: 500n };
    expect(record(SCIENCE, '2010-04-01', byKey(KEY))).toMatchObject({
      events: [{ postings: posted('assets-seized-value', shares, at(SCIENCE, '2010-04-01')) }],
    });
  });

  it('leaves that one out through a unit that serves no function', () => {
    const shares = { [HUMBERSIDE]: 333n, [WEST]: 667n };
    expect(record(RART, '2010-04-01', byKey(KEY))).toMatchObject({
      events: [{ postings: posted('assets-seized-value', shares, at(RART, '2010-04-01')) }],
    });
  });

  it('is refused where the key weights none of them', () => {
    const nobody: CollaborationEvent = {
      ...{ type: 'KeyVersionSet', collaboration: YORKSHIRE, key: id<KeyId>('two'), basis: id('agreed') },
      ...{ assumed: false, from: day('2005-09-01'), weights: { [HUMBERSIDE]: 1n, [SOUTH]: 1n } },
    };
    const outcome = worth(ESTATES_UNIT, '2011-01-01', byKey(id<KeyId>('two')));
    expect(recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter(...perFunction, nobody))).toMatchObject({
      refusal: { code: 'no-weights', field: 'attribution.key' },
    });
  });

  it('is refused for one who left both the function and the whole: nobody guesses who is to have the share', () => {
    const left: readonly CollaborationEvent[] = [
      { type: 'MemberLeft', collaboration: YORKSHIRE, force: SOUTH, to: day('2010-04-01') },
      ...[FORENSICS].map((of): CollaborationEvent => ({
        ...{ type: 'FunctionLeft', collaboration: YORKSHIRE, force: SOUTH, function: of, to: day('2010-04-01') },
      })),
    ];
    const outcome = worth(SCIENCE, '2010-04-01', byKey(POPULATION));
    expect(recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter(...perFunction, ...left))).toMatchObject({
      refusal: { code: 'not-a-member', field: 'attribution.key', force: SOUTH },
    });
  });
});

describe('a share by name, through a unit that serves a function,', () => {
  const agreed = (force: ForceId): Attribution => ({ basis: 'agreed', weights: { [force]: 1n, [OUTSIDE]: 1n } });

  it.each([
    ['who takes part in it', CLEVELAND, SCIENCE, '2010-04-01', true],
    ['who does not yet', CLEVELAND, SCIENCE, '2010-03-31', false],
    ['who takes part in another only', CLEVELAND, ESTATES_UNIT, '2010-04-01', false],
    ['who takes part in one, through a unit that serves none', CLEVELAND, RART, '2010-04-01', false],
    ['who is a member and left it', SOUTH, ESTATES_UNIT, '2010-04-01', true],
  ])('of one %s', (_, force, unit, on, accepted) => {
    expect(record(unit, on, agreed(force))).toMatchObject({ accepted });
    expect(record(unit, on, { basis: 'direct', force })).toMatchObject({ accepted });
  });
});
