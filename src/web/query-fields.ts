import { ValidateBy, type ValidationArguments } from 'class-validator';
import { isRecord } from './fits.js';
import { malformed } from './problems.js';

/** Decorates a part of a query string that stands for a whole number from `least` to `most`. */
export function Counts(least: number, most = 999_999_999_999_999): PropertyDecorator {
  return ValidateBy({
    name: 'counts',
    validator: {
      validate: (value: unknown) =>
        typeof value === 'string' && /^\d{1,15}$/.test(value) && isWithin(parseInt(value, 10), least, most),
      defaultMessage: (given?: ValidationArguments) =>
        `${repeated(given) ?? ''}has to be a whole number from ${least} to ${most}`,
    },
  });
}

function isWithin(count: number, least: number, most: number): boolean {
  return count >= least && count <= most;
}

function repeated(given: ValidationArguments | undefined): string | undefined {
  return Array.isArray(given?.value) ? 'is given more than once; it ' : undefined;
}

/** Reads a whole number that `Counts` has let through. */
export function countOf(given: unknown): number | undefined {
  return typeof given === 'string' ? parseInt(given, 10) : undefined;
}

/** Reads a list as query strings carry it, `a,b`; each item once. */
export function itemsOf(given: unknown): readonly string[] | undefined {
  return typeof given === 'string' ? [...new Set(given.split(','))] : undefined;
}

/** The parts of a query without those that are `undefined`. */
export function present(parts: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));
}

/** Refuses a period that does not end after it starts, and a unit without the collaboration that it belongs to. */
export function checkScope({ from, to, unit, collaboration }: Scope): void {
  if (from !== undefined && to !== undefined && to <= from) {
    throw malformed({ field: 'to', reason: `has to be after from (${from}): the day itself is not in the period` });
  }
  if (unit !== undefined && collaboration === undefined) {
    throw malformed({ field: 'collaboration', reason: 'is missing; a unit belongs to its collaboration' });
  }
}

interface Scope {
  readonly from?: string;
  readonly to?: string;
  readonly unit?: string;
  readonly collaboration?: string;
}

/** What was read of several parts of a query together; refuses what of it could not be read. */
export function readFrom<T>(
  read:
    { readonly ok: true; readonly value: T } | { readonly ok: false; readonly field: string; readonly reason: string },
): T {
  if (!read.ok) throw malformed({ field: read.field, reason: read.reason });
  return read.value;
}

/** Refuses a query string where there is nothing to ask. */
export function refuseQuery(query: unknown): void {
  const names = isRecord(query) ? Object.keys(query) : [];
  if (names.length > 0) throw malformed(...names.map((field) => ({ field, reason: 'is not a field here' })));
}

export const ONCE = { message: 'has to be given once, as text' };

export const AS_AT_FORMS =
  'an entry number, a moment such as 2026-11-22T10:00:00Z, or a civil date such as 2026-11-22, which is the end of that day in London';
