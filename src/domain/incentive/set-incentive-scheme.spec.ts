import { describe, expect, it } from '@jest/globals';
import { COURTS, incentivesAfter, POLICE, scheme } from '../../../test/support/incentives.js';
import { day } from '../../../test/support/given-when-then.js';
import { contextAfter, restingOn } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { IncentiveTold } from './events.js';
import { schemeOn, schemesDuring } from './incentives.js';
import { setIncentiveScheme } from './set-incentive-scheme.js';

const set = (told: IncentiveTold<'IncentiveSchemeSet'>, ...before: readonly IncentiveTold<'IncentiveSchemeSet'>[]) =>
  setIncentiveScheme(told, incentivesAfter(...before), contextAfter());
const second = scheme({ version: 2, from: day('2010-04-01'), weights: { [POLICE]: 1n, [COURTS]: 1n } });

describe('setting how collections are given back', () => {
  it.each([
    ['first', scheme(), []],
    ['again from a later day', second, [scheme()]],
    ['of another route, with numbers of its own', scheme({ route: 'cash-forfeiture' }), [scheme(), second]],
  ] as const)('%s', (_, told, before) => {
    expect(set(told, ...before)).toStrictEqual(accept({ ...told, restsOn: restingOn() }));
  });

  it('leaves nothing to do when that version stands as asked', () => {
    expect(set(scheme(), scheme(), second)).toStrictEqual(accept());
  });

  it('leaves the version before in force until the day', () => {
    const incentives = incentivesAfter(scheme(), second);
    const on = (date: string) => schemeOn(incentives, 'confiscation', day(date))?.version;
    expect(['2009-03-31', '2009-04-01', '2010-03-31', '2010-04-01'].map(on)).toEqual([undefined, 1, 1, 2]);
    expect(schemeOn(incentives, 'cash-forfeiture', day('2012-01-01'))).toBeUndefined();
    const during = (from: string, to: string) =>
      schemesDuring(incentives, 'confiscation', { from: day(from), to: day(to) }).map(({ version }) => version);
    expect(during('2009-01-01', '2009-04-01')).toEqual([]);
    expect(during('2009-01-01', '2009-04-02')).toEqual([1]);
    expect(during('2010-03-31', '2010-04-02')).toEqual([1, 2]);
    expect(during('2010-04-01', '2010-04-02')).toEqual([2]);
  });

  it.each([
    ['by weights of nothing', scheme({ weights: { [POLICE]: 0n } }), [], 'no-weights', 'weights'],
    ['as another version than the first', scheme({ version: 2 }), [], 'contradicts-record', 'version'],
    ['as a version that stands otherwise', scheme({ source: 'x' }), [scheme()], 'contradicts-record', 'version'],
    ['from the day of the last', { ...second, from: scheme().from }, [scheme()], 'contradicts-record', 'from'],
    ['from a day before the last', { ...second, from: day('2009-03-31') }, [scheme()], 'back-dated', 'from'],
  ] as const)('is refused %s', (_, told, before, code, field) => {
    expect(set(told, ...before)).toEqual(refuse(expect.objectContaining({ code, field }) as never));
  });
});
