import { readView, type View } from '../../../projections/views.js';
import { parseCivilDate, type CivilDate, type Period } from '../../domain/civil-date.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { dateParts, lastDayOf, shiftDay } from '../../web/formatting.js';

/** A query as it came: a parameter may be missing, or given more than once. */
export type Query = Readonly<Record<string, unknown>>;

/** What somebody typed, to be shown again as it was typed. */
export interface Typed {
  readonly collaboration: string;
  readonly first: TypedDay;
  readonly last: TypedDay;
  readonly asAt: string;
  readonly view: string;
  readonly baseYear: string;
}
export interface TypedDay {
  readonly day: string;
  readonly month: string;
  readonly year: string;
}

/** A mistake, and the part of the form that it is about. */
export interface Mistake {
  readonly field: 'collaboration' | 'first' | 'last' | 'asAt' | 'view' | 'baseYear';
  readonly reason: string;
}

/** What was asked for; `undefined` leaves the choice to the page. */
export interface Choice {
  readonly collaboration: string | undefined;
  readonly period: Period | undefined;
  readonly asAt: string | undefined;
  readonly view: View | undefined;
}

export interface Form {
  readonly typed: Typed;
  readonly mistakes: readonly Mistake[];
  readonly choice: Choice;
  /** The days came in parts, as the form sends them, and not as an address that can be passed on. */
  readonly isInParts: boolean;
}

const NO_DAY: TypedDay = { day: '', month: '', year: '' };
const VIEW_MISTAKES = {
  view: 'Choose prices, or leave the base year blank',
  baseYear: 'Base year must be a financial year such as 2008-09',
};
const AS_AT = 'As at must be a date such as 2026-11-22, an entry number such as 1187, or a moment in UTC';

/**
 * Reads the choice of a statement. An address has `from` and `to`, half-open like everywhere else in the interface; the form asks
 * people for the first and the last day, both of them in the period. The two days go together: both or neither.
 */
export function readForm(query: Query): Form {
  const isInParts = ['first', 'last'].some((name) => `${name}-day` in query);
  const days = isInParts ? daysInParts(query) : daysInAddress(query);
  const typed = {
    ...{ collaboration: oneOf(query, 'collaboration'), ...days.typed, asAt: oneOf(query, 'asAt').trim() },
    ...{ view: oneOf(query, 'view'), baseYear: oneOf(query, 'baseYear').trim() },
  };
  const mistakes = [...days.mistakes];
  if (typed.asAt !== '' && parseAsAt(typed.asAt) === undefined) mistakes.push({ field: 'asAt', reason: AS_AT });
  const read = readView(given(typed.view), given(typed.baseYear));
  if (!read.ok) mistakes.push({ field: read.field, reason: VIEW_MISTAKES[read.field] });
  const choice = {
    collaboration: given(typed.collaboration),
    period: days.period,
    asAt: given(typed.asAt),
    view: read.ok ? read.value : undefined,
  };
  return { typed, mistakes, choice, isInParts };
}

/** The same choice as an address that can be kept and passed on. */
export function addressOf({ collaboration, period, asAt, view }: Choice): string {
  const query = new URLSearchParams({
    ...(collaboration !== undefined && { collaboration }),
    ...(period !== undefined && { from: period.from, to: period.to }),
    ...(asAt !== undefined && { asAt }),
    ...(view !== undefined && { view: view.view.join(','), baseYear: view.baseYear }),
  });
  return query.size === 0 ? '/' : `/?${query.toString()}`;
}

/** A period as the form shows it: its first and its last day. */
export function typedPeriod(period: Period): Pick<Typed, 'first' | 'last'> {
  return { first: dateParts(period.from), last: dateParts(lastDayOf(period)) };
}

interface Days {
  readonly typed: Pick<Typed, 'first' | 'last'>;
  readonly period: Period | undefined;
  readonly mistakes: readonly Mistake[];
}

function daysInParts(query: Query): Days {
  const typed = { first: dayIn(query, 'first'), last: dayIn(query, 'last') };
  if (isBlank(typed.first) && isBlank(typed.last)) return { typed, period: undefined, mistakes: [] };
  const first = readDay(typed.first);
  const last = readDay(typed.last);
  const mistakes: Mistake[] = [];
  if (typeof first === 'object') mistakes.push({ field: 'first', reason: `First day ${first.reason}` });
  if (typeof last === 'object') mistakes.push({ field: 'last', reason: `Last day ${last.reason}` });
  if (typeof first === 'object' || typeof last === 'object') return { typed, period: undefined, mistakes };
  const to = shiftDay(last, 1);
  if (last < first || to === undefined) {
    return {
      typed,
      period: undefined,
      mistakes: [{ field: 'last', reason: 'Last day must be the same as or after the first day' }],
    };
  }
  return { typed, period: { from: first, to }, mistakes };
}

function daysInAddress(query: Query): Days {
  const given = { from: oneOf(query, 'from'), to: oneOf(query, 'to') };
  const blank = { first: NO_DAY, last: NO_DAY };
  if (given.from === '' && given.to === '') return { typed: blank, period: undefined, mistakes: [] };
  const from = parseCivilDate(given.from);
  const to = parseCivilDate(given.to);
  const mistakes: Mistake[] = [];
  if (from === undefined)
    mistakes.push({ field: 'first', reason: 'First day (from) must be a real date such as 2009-01-01' });
  if (to === undefined)
    mistakes.push({ field: 'last', reason: 'The day after the last day (to) must be a real date such as 2011-01-01' });
  const first = from === undefined ? NO_DAY : dateParts(from);
  if (from === undefined || to === undefined) return { typed: { ...blank, first }, period: undefined, mistakes };
  if (to > from) return { typed: typedPeriod({ from, to }), period: { from, to }, mistakes };
  return {
    typed: { ...blank, first },
    period: undefined,
    mistakes: [{ field: 'last', reason: 'Last day must be the same as or after the first day' }],
  };
}

function readDay({ day, month, year }: TypedDay): CivilDate | { readonly reason: string } {
  const missing = Object.entries({ day, month, year }).flatMap(([part, typed]) => (typed === '' ? [part] : []));
  if (missing.length > 0) return { reason: `must include a ${missing.join(' and ')}` };
  const date = parseCivilDate(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`);
  return date ?? { reason: 'must be a real date' };
}

function dayIn(query: Query, name: 'first' | 'last'): TypedDay {
  const part = (of: string) => oneOf(query, `${name}-${of}`).trim();
  return { day: part('day'), month: part('month'), year: part('year') };
}

function isBlank({ day, month, year }: TypedDay): boolean {
  return day === '' && month === '' && year === '';
}

/** What was typed; nothing where it was left blank. */
function given(typed: string): string | undefined {
  return typed === '' ? undefined : typed;
}

/** A parameter given once, as text. Anything else is as good as not given. */
function oneOf(query: Query, name: string): string {
  const given = query[name];
  return typeof given === 'string' ? given : '';
}
