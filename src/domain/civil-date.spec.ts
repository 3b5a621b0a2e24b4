import { describe, expect, it } from '@jest/globals';
import { day } from '../../test/support/given-when-then.js';
import { civilDate, isWholeMonths, isWithin, monthOf, parseCivilDate } from './civil-date.js';

describe('reading a civil date', () => {
  it.each(['2010-03-04', '2012-02-29', '2000-02-29', '2010-12-31', '2010-04-30', '0001-01-01', '9999-12-31'])(
    '%s',
    (text) => {
      expect(parseCivilDate(text)).toBe(text);
    },
  );

  it.each([
    ...['2010-02-29', '1900-02-29', '2010-02-30', '2010-04-31', '2010-13-01', '2010-00-10', '2010-01-00', '2010-01-32'],
    ...['', '2010-3-4', '10-03-04', '04/03/2010', '2010-03-04T00:00:00Z', ' 2010-03-04', '2010-03-04\n', '20100304'],
    ...['-2010-03-04', '٢٠١٠-٠٣-٠٤', '2010-03'],
  ])('refuses %j', (text) => {
    expect(parseCivilDate(text)).toBeUndefined();
  });
});

describe('the shape of a civil date', () => {
  it('takes exactly the days that there are', () => {
    const shape = civilDate();
    if (shape.is !== 'text') throw new Error('A date is a text');
    const numbers = Array.from({ length: 34 }, (_, i) => `${i}`.padStart(2, '0'));
    const years = [
      '0000',
      '0004',
      '1600',
      '1700',
      '1900',
      '2000',
      '2009',
      '2010',
      '2012',
      '2014',
      '2096',
      '2100',
      '9996',
    ];
    const texts = years.flatMap((year) => numbers.flatMap((m) => numbers.map((d) => `${year}-${m}-${d}`)));
    const differing = texts.filter((text) => shape.pattern.test(text) !== (parseCivilDate(text) !== undefined));
    expect({ tried: texts.length, differing }).toStrictEqual({ tried: 13 * 34 * 34, differing: [] });
  });
});

describe('a period', () => {
  const [from, to] = [day('2009-01-01'), day('2011-01-01')];

  it('has its first day in it and not the day it runs to', () => {
    const days = ['2008-12-31', '2009-01-01', '2010-12-31', '2011-01-01'].map(day);
    expect(days.map((on) => isWithin(on, from, to))).toStrictEqual([false, true, true, false]);
    expect(days.map((on) => isWithin(on, undefined, to))).toStrictEqual([true, true, true, false]);
    expect(days.map((on) => isWithin(on, from, undefined))).toStrictEqual([false, true, true, true]);
    expect(days.map((on) => isWithin(on, undefined, undefined))).toStrictEqual([true, true, true, true]);
  });

  it.each([
    [from, to, true],
    [undefined, undefined, true],
    [from, undefined, true],
    [undefined, day('2011-01-02'), false],
    [day('2009-01-31'), to, false],
    [from, day('2010-12-31'), false],
  ])('from %s to %s is of whole months: %s', (first, end, whole) => {
    expect(isWholeMonths(first, end)).toBe(whole);
  });

  it('has months', () => {
    expect(monthOf(day('2010-03-31'))).toBe('2010-03');
  });
});
