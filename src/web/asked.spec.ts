import { describe, expect, it } from '@jest/globals';
import { day } from '../../test/support/given-when-then.js';
import { periodAsked } from './asked.js';

const USUAL = { from: day('2008-04-01'), to: day('2011-04-01') };

const dayOrNone = (given: string | undefined) => (given === undefined ? undefined : day(given));

describe('the period of a page', () => {
  it.each([
    [{ from: undefined, to: undefined }, USUAL],
    [
      { from: '2009-01-01', to: '2009-02-01' },
      { from: '2009-01-01', to: '2009-02-01' },
    ],
    [
      { from: '2009-01-01', to: undefined },
      { from: '2009-01-01', to: '2011-04-01' },
    ],
    [
      { from: undefined, to: '2009-02-01' },
      { from: '2008-04-01', to: '2009-02-01' },
    ],
    [
      { from: '2030-01-01', to: undefined },
      { from: '2030-01-01', to: '2030-04-01' },
    ],
    [
      { from: '2011-04-01', to: undefined },
      { from: '2011-04-01', to: '2012-04-01' },
    ],
    [
      { from: undefined, to: '2008-04-01' },
      { from: '2007-04-01', to: '2008-04-01' },
    ],
  ])('of %j, and of the usual one what was left open, never ends before it starts', (asked, period) => {
    expect(periodAsked({ from: dayOrNone(asked.from), to: dayOrNone(asked.to) }, USUAL)).toEqual(period);
  });
});
