import { parseCivilDate, type CivilDate, type Period } from '../domain/civil-date.js';
import type { MeasuredIn } from '../domain/measure/events.js';
import { formatPounds } from '../domain/money.js';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  dateStyle: 'long',
  timeStyle: 'long',
});

/** An amount for people: pence as `£1,234.56`, a count as `1,234`, anything else with its unit, `1,234 milligrams`. */
export function formatAmount(amount: bigint, measuredIn: MeasuredIn): string {
  if (measuredIn === 'pence') return formatPounds(amount);
  const number = groupDigits(amount);
  return measuredIn === 'count' ? number : `${number} ${measuredIn}`;
}

/** A whole number with commas between thousands; exact for any size. */
export function groupDigits(amount: bigint): string {
  return amount.toString().replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `2009-01-01` as `1 January 2009`. */
export function formatDay(date: CivilDate): string {
  const { year, month, day } = dateParts(date);
  return `${day} ${MONTHS[parseInt(month, 10) - 1] ?? month} ${year}`;
}

/** A half-open period as people say it, with its last day: `1 January 2009 to 31 December 2010`. */
export function formatPeriod({ from, to }: Period): string {
  const last = lastDayOf({ from, to });
  return last === from ? formatDay(from) : `${formatDay(from)} to ${formatDay(last)}`;
}

/** A moment in UTC as London's clocks showed it: `22 November 2026 at 10:00:00 GMT`. */
export function formatMoment(moment: string): string {
  return LONDON.format(new Date(moment));
}

/** A day as a date input shows it: without leading zeros. */
export function dateParts(date: CivilDate): { readonly day: string; readonly month: string; readonly year: string } {
  const [year = '', month = '', day = ''] = date.split('-');
  return { day: day.replace(/^0/, ''), month: month.replace(/^0/, ''), year };
}

/** The last day that lies in a half-open period. */
export function lastDayOf({ from, to }: Period): CivilDate {
  return shiftDay(to, -1) ?? from;
}

/** The day so many days later; `undefined` beyond the calendar's four-digit years. */
export function shiftDay(date: CivilDate, days: number): CivilDate | undefined {
  const moment = new Date(`${date}T00:00:00.000Z`);
  moment.setUTCDate(moment.getUTCDate() + days);
  return parseCivilDate(moment.toISOString().slice(0, 'YYYY-MM-DD'.length));
}

/** A slug as a person reads it: `cash-forfeiture` as `cash forfeiture`. */
export function spaced(slug: string): string {
  return slug.replaceAll('-', ' ');
}

/** With a capital in front. */
export function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
