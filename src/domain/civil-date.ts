import { text, type Shape } from './shape.js';

declare const brand: unique symbol;

/** A day of the civil calendar in Europe/London, `YYYY-MM-DD`. Text order is date order. */
export type CivilDate = string & { readonly [brand]: 'CivilDate' };

/** A civil month, `YYYY-MM`. */
export type CivilMonth = string & { readonly [brand]: 'CivilMonth' };

/** A half-open range of days: `from` is in it, `to` is not. */
export interface Period {
  readonly from: CivilDate;
  readonly to: CivilDate;
}

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Reads `YYYY-MM-DD` if there is such a day in the Gregorian calendar; gives `undefined` otherwise. */
export function parseCivilDate(given: string): CivilDate | undefined {
  const match = DATE.exec(given);
  if (match === null) return undefined;
  const [year, month, day] = [toInteger(match[1]), toInteger(match[2]), toInteger(match[3])];
  const isReal = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month);
  return isReal ? (given as CivilDate) : undefined;
}

/** The month that a day lies in. */
export function monthOf(date: CivilDate): CivilMonth {
  return date.slice(0, 7) as CivilMonth;
}

/** The first day of a month. */
export function firstOf(month: CivilMonth): CivilDate {
  return `${month}-01` as CivilDate;
}

/** The month that follows. */
export function monthAfter(month: CivilMonth): CivilMonth {
  const [year = 0, number = 0] = month.split('-').map(Number);
  const next = number === 12 ? [year + 1, 1] : [year, number + 1];
  return next.map((part, i) => part.toString().padStart(i === 0 ? 4 : 2, '0')).join('-') as CivilMonth;
}

/** Whether `date` lies in the period; an absent bound is open. */
export function isWithin(date: CivilDate, from: CivilDate | undefined, to: CivilDate | undefined): boolean {
  return (from === undefined || date >= from) && (to === undefined || date < to);
}

/** Whether a period can be answered from monthly totals: each bound is absent or the first of a month. */
export function isWholeMonths(from: CivilDate | undefined, to: CivilDate | undefined): boolean {
  return (from === undefined || from.endsWith('-01')) && (to === undefined || to.endsWith('-01'));
}

/** The days that the Gregorian calendar has, the 29th of February in leap years only, so that no other day can enter the ledger. */
const REAL_DATE =
  /^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$/;

/** The shape of a civil date in an entry. */
export const civilDate = (): Shape<CivilDate> => text<CivilDate>(REAL_DATE, 'a date such as 2010-03-04', 10, 'date');

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
}

function toInteger(digits: string | undefined): number {
  return parseInt(digits ?? '', 10);
}
