import { parseCivilDate, type CivilDate } from '../domain/civil-date.js';
import { dateParts, shiftDay } from './formatting.js';

/** A query as it came: a parameter may be missing, or given more than once. */
export type Query = Readonly<Record<string, unknown>>;

/** What somebody typed as a day, to be shown again as it was typed. */
export interface TypedDay {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** The first and the last day of a period, both of them in it. */
export interface TypedDays {
  readonly first: TypedDay;
  readonly last: TypedDay;
}

/** Over which days a page is asked for. */
export interface DaysAsked {
  readonly typed: TypedDays;
  /** Half-open, like everywhere else in the interface; `undefined` was left open, or could not be read. */
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
  readonly mistakes: readonly { readonly field: keyof TypedDays; readonly reason: string }[];
  /** The days came in parts, as a form sends them, and not as an address that can be passed on. */
  readonly isInParts: boolean;
}

const NO_DAY: TypedDay = { day: '', month: '', year: '' };
const LAST_BEFORE_FIRST = 'Last day must be the same as or after the first day';

/**
 * Reads the days of a query. An address has `from` and `to`, half-open; a form asks people for the first and the last day, both in the period. Either may be
 * left open, unless they go together: then it is both or neither.
 */
export function readDays(query: Query, { goTogether = false } = {}): DaysAsked {
  const isInParts = ['first', 'last'].some((name) => `${name}-day` in query);
  const first = isInParts ? inParts(query, 'first') : inAddress(query['from'], FROM, 0);
  const last = isInParts ? lastInParts(query) : inAddress(query['to'], TO, -1);
  const typed = { first: first.typed, last: last.typed };
  const isNeeded = goTogether && !(first.isBlank && last.isBlank);
  const faults = Object.entries({ first, last }).filter(
    ([, { edge, isBlank }]) => edge === undefined && (isNeeded || !isBlank),
  );
  const mistakes = faults.map(([field, { reason }]) => ({ field: field as keyof TypedDays, reason }));
  const [from, to] = [first.edge, last.edge];
  if (mistakes.length === 0 && from !== undefined && to !== undefined && to <= from)
    mistakes.push({ field: 'last', reason: LAST_BEFORE_FIRST });
  return mistakes.length === 0
    ? { typed, from, to, mistakes, isInParts }
    : { typed, from: undefined, to: undefined, mistakes, isInParts };
}

/** Half-open days as a form shows them: the first and the last, blank where it was left open. */
export function typedDays({
  from,
  to,
}: {
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}): TypedDays {
  const last = to && shiftDay(to, -1);
  return { first: from === undefined ? NO_DAY : dateParts(from), last: last === undefined ? NO_DAY : dateParts(last) };
}

interface DayRead {
  readonly typed: TypedDay;
  readonly isBlank: boolean;
  /** Where the period begins or ends: for its last day the day after that. */
  readonly edge: CivilDate | undefined;
  /** Why there is no edge. */
  readonly reason: string;
}

const FROM = 'First day (from) must be a real date such as 2009-01-01';
const TO = 'The day after the last day (to) must be a real date such as 2011-01-01';

function inAddress(given: unknown, reason: string, shownBy: number): DayRead {
  const edge = typeof given === 'string' ? parseCivilDate(given.trim()) : undefined;
  const shown = edge && shiftDay(edge, shownBy);
  const typed = shown === undefined ? NO_DAY : dateParts(shown);
  return { typed, isBlank: given === undefined || given === '', edge, reason };
}

function inParts(query: Query, name: keyof TypedDays): DayRead {
  const part = (of: string) => oneOf(query, `${name}-${of}`).trim();
  const typed = { day: part('day'), month: part('month'), year: part('year') };
  const missing = Object.entries(typed).flatMap(([of, given]) => (given === '' ? [of] : []));
  const { day, month, year } = typed;
  const wrong = missing.length > 0 ? `must include a ${missing.join(' and ')}` : 'must be a real date';
  return {
    typed,
    isBlank: missing.length === 3,
    edge: missing.length > 0 ? undefined : parseCivilDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`),
    reason: `${name === 'first' ? 'First' : 'Last'} day ${wrong}`,
  };
}

function lastInParts(query: Query): DayRead {
  const last = inParts(query, 'last');
  return {
    ...last,
    edge: last.edge && shiftDay(last.edge, 1),
    reason: last.edge === undefined ? last.reason : 'Last day must be before 31 December 9999',
  };
}

/** A parameter given once, as text. Anything else is as good as not given. */
export function oneOf(query: Query, name: string): string {
  const given = query[name];
  return typeof given === 'string' ? given : '';
}
