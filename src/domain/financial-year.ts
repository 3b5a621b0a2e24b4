import type { CivilDate, Period } from './civil-date.js';

/** The financial year that a day lies in: from 1 April to the 1 April after, as a half-open period. */
export function financialYearOf(date: CivilDate): Period {
  const year = parseInt(date.slice(0, 4), 10);
  const start = date.slice(5) < '04-01' ? year - 1 : year;
  return { from: firstOfApril(start), to: firstOfApril(start + 1) };
}

/** How a financial year is written: `2010-11` for the one that began on 1 April 2010. */
export function financialYearName({ from }: Period): string {
  return yearNamed(parseInt(from.slice(0, 4), 10));
}

/** The name of the financial year that began in a calendar year. */
export function yearNamed(start: number): string {
  return `${start.toString().padStart(4, '0')}-${((start + 1) % 100).toString().padStart(2, '0')}`;
}

/** The calendar year in which a financial year began, from its name; `undefined` for what is no such name, as `2010-12` is none. */
export function yearStart(name: string): number | undefined {
  const start = parseInt(name.slice(0, 4), 10);
  return /^\d{4}-\d{2}$/.test(name) && yearNamed(start) === name ? start : undefined;
}

/** The 1 April that comes so many years after the one with which a financial year began. */
export function yearsOn({ from }: Period, years: number): CivilDate {
  return firstOfApril(parseInt(from.slice(0, 4), 10) + years);
}

/** How many days lie in a half-open period; below zero where it ends before it begins. */
export function daysIn({ from, to }: Period): bigint {
  return BigInt(dayNumber(to) - dayNumber(from));
}

/** Days of the Gregorian calendar since the 1 March before year 1; years are taken to begin in March, so that a leap day comes last. */
function dayNumber(date: CivilDate): number {
  const [calendarYear = 0, calendarMonth = 0, day = 0] = date.split('-').map((part) => parseInt(part, 10));
  const [year, month] = calendarMonth < 3 ? [calendarYear - 1, calendarMonth + 9] : [calendarYear, calendarMonth - 3];
  const leapDays = Math.floor(year / 4) - Math.floor(year / 100) + Math.floor(year / 400);
  return 365 * year + leapDays + Math.floor((153 * month + 2) / 5) + day;
}

function firstOfApril(year: number): CivilDate {
  return `${year.toString().padStart(4, '0')}-04-01` as CivilDate;
}
