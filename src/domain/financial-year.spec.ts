import { describe, expect, it } from '@jest/globals';
import { day } from '../../test/support/given-when-then.js';
import { daysIn, financialYearName, financialYearOf, yearsOn } from './financial-year.js';

const from = (start: string, end: string) => ({ from: day(start), to: day(end) });

describe('a financial year', () => {
  it.each([
    ['2010-04-01', '2010-04-01', '2011-04-01', '2010-11'],
    ['2011-03-31', '2010-04-01', '2011-04-01', '2010-11'],
    ['2010-03-31', '2009-04-01', '2010-04-01', '2009-10'],
    ['2000-01-01', '1999-04-01', '2000-04-01', '1999-00'],
  ])('of %s runs from %s to %s and is called %s', (date, start, end, name) => {
    const year = financialYearOf(day(date));
    expect(year).toEqual(from(start, end));
    expect(financialYearName(year)).toBe(name);
  });

  it('is followed by others', () => {
    expect(yearsOn(financialYearOf(day('2010-03-31')), 3)).toBe('2012-04-01');
  });
});

describe('the days of a period', () => {
  it.each([
    ['2010-04-01', '2011-04-01', 365n],
    ['2011-04-01', '2012-04-01', 366n],
    ['2012-02-28', '2012-03-01', 2n],
    ['2011-02-28', '2011-03-01', 1n],
    ['1900-02-28', '1900-03-01', 1n],
    ['2000-02-28', '2000-03-01', 2n],
    ['2010-04-01', '2010-04-01', 0n],
    ['2010-04-02', '2010-04-01', -1n],
  ])('from %s to %s are %d', (start, end, days) => {
    expect(daysIn(from(start, end))).toBe(days);
  });

  it('are those that a calendar counts', () => {
    const epoch = day('1970-01-01');
    for (const date of ['0001-01-01', '1752-09-14', '2024-02-29', '9999-12-31'])
      expect(Number(daysIn({ from: epoch, to: day(date) }))).toBe(Date.parse(date) / 86_400_000);
  });
});
