import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { day } from '../../test/support/given-when-then.js';
import { endOfLondonDay, londonDate } from './clock.js';

describe('the date in London', () => {
  it.each([
    ['2012-03-24T23:59:59.999Z', '2012-03-24', 'the last moment before the day on which summer time begins'],
    ['2012-03-25T00:59:59.999Z', '2012-03-25', 'just before the clocks go forward'],
    ['2012-03-25T22:59:59.999Z', '2012-03-25', 'the last moment of that day of 23 hours'],
    ['2012-03-25T23:00:00.000Z', '2012-03-26', 'midnight in summer time'],
    ['2012-10-27T22:59:59.999Z', '2012-10-27', 'the last moment of a summer day'],
    ['2012-10-27T23:00:00.000Z', '2012-10-28', 'the first moment of a day of 25 hours'],
    ['2012-10-28T23:59:59.999Z', '2012-10-28', 'its last moment'],
    ['2012-10-29T00:00:00.000Z', '2012-10-29', 'midnight in winter'],
    ['1970-01-01T00:30:00.000Z', '1970-01-01', 'the winter in which summer time stayed'],
    ['1969-12-31T23:30:00.000Z', '1970-01-01', 'midnight in that winter'],
    ['2000-02-29T12:00:00.000Z', '2000-02-29', 'a leap day'],
    ['0999-06-01T12:00:00.000Z', '0999-06-01', 'a year of three digits'],
  ])('at %s is %s: %s', (moment, date) => {
    expect(londonDate(moment)).toBe(date);
  });

  it('is refused for what is no moment', () => {
    expect(() => londonDate('yesterday')).toThrow(RangeError);
  });
});

describe('the end of a day in London', () => {
  it.each([
    ['2012-03-24', '2012-03-24T23:59:59.999Z'],
    ['2012-03-25', '2012-03-25T22:59:59.999Z'],
    ['2012-10-27', '2012-10-27T22:59:59.999Z'],
    ['2012-10-28', '2012-10-28T23:59:59.999Z'],
    ['2011-12-31', '2011-12-31T23:59:59.999Z'],
    ['2012-02-29', '2012-02-29T23:59:59.999Z'],
    ['9999-12-31', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (date, moment) => {
    expect(endOfLondonDay(day(date))).toBe(moment);
  });

  it('is the last moment that lies in it, for any day since 1972', () => {
    const days = fc.date({ min: new Date('1972-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(days, (moment) => {
        const date = day(moment.toISOString().slice(0, 10));
        const end = endOfLondonDay(date);
        expect(londonDate(end)).toBe(date);
        expect(londonDate(new Date(Date.parse(end) + 1).toISOString()) > date).toBe(true);
      }),
    );
  });
});
