import { describe, expect, it } from '@jest/globals';
import { parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import { dateParts, formatAmount, formatDay, formatMoment, formatPeriod, lastDayOf, shiftDay } from './formatting.js';

describe('formatting for people', () => {
  it.each([
    [0n, 'pence', '£0.00'],
    [-109423083n, 'pence', '-£1,094,230.83'],
    [693n, 'count', '693'],
    [-1234567n, 'count', '-1,234,567'],
    [9007199254740993n, 'milligrams', '9,007,199,254,740,993 milligrams'],
  ] as const)('writes %s in %s as %s', (amount, measuredIn, words) => {
    expect(formatAmount(amount, measuredIn)).toBe(words);
  });

  it('names the last day of a half-open period, not the day after it', () => {
    expect(formatPeriod({ from: day('2009-01-01'), to: day('2011-01-01') })).toBe('1 January 2009 to 31 December 2010');
    expect(formatPeriod({ from: day('2012-02-29'), to: day('2012-03-01') })).toBe('29 February 2012');
    expect(lastDayOf({ from: day('2009-01-01'), to: day('2012-03-01') })).toBe('2012-02-29');
  });

  it('writes days without leading zeros', () => {
    expect(formatDay(day('2010-10-05'))).toBe('5 October 2010');
    expect(dateParts(day('2010-10-05'))).toEqual({ day: '5', month: '10', year: '2010' });
  });

  it('steps over the ends of months and years, and stops at the end of the calendar', () => {
    expect(shiftDay(day('2010-12-31'), 1)).toBe('2011-01-01');
    expect(shiftDay(day('9999-12-31'), 1)).toBeUndefined();
  });

  it("tells moments by London's clocks and says which those were", () => {
    expect(formatMoment('2026-11-22T10:00:00.000Z')).toBe('22 November 2026 at 10:00:00 GMT');
    expect(formatMoment('2026-06-30T23:30:00.000Z')).toBe('1 July 2026 at 00:30:00 BST');
  });
});

function day(given: string): CivilDate {
  const date = parseCivilDate(given);
  if (date === undefined) throw new Error(`${given} is no date`);
  return date;
}
