import { parseCivilDate, type CivilDate, type Period } from '../domain/civil-date.js';
import { financialYearOf } from '../domain/financial-year.js';
import { parseSlug, type CollaborationId, slugWords } from '../domain/identifiers.js';
import { shiftDay } from './formatting.js';
import { malformed, type FieldError } from './problems.js';

/** Reads one part of an address: what is left empty was not asked. */
export type ReadPart = <T>(field: string, parse: (given: string) => T | undefined, reason: string) => T | undefined;

/**
 * Reads the query of a page. What is not read is left alone, so that an address still works with what a mail program adds to it; what is read and cannot
 * be understood is refused by name, all of it together (400 malformed-request), and never passed over.
 */
export function askedIn<Asked>(query: Readonly<Record<string, unknown>>, readAll: (read: ReadPart) => Asked): Asked {
  const faults: FieldError[] = [];
  const asked = readAll((field, parse, reason) => {
    const given = query[field];
    if (given === undefined || given === '') return undefined;
    const value = typeof given === 'string' ? parse(given.trim()) : undefined;
    if (value === undefined) faults.push({ field, reason });
    return value;
  });
  if (faults.length > 0) throw malformed(...faults);
  return asked;
}

/** Of which collaboration and which days a page is asked for; what is `undefined` was left open. */
export interface ScopeAsked {
  readonly collaboration: CollaborationId | undefined;
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
}

/** Reads that scope, for the pages that have it in their address. */
export function scopeAsked(read: ReadPart): ScopeAsked {
  return {
    collaboration: read('collaboration', parseSlug<CollaborationId>, `has to be ${slugWords()}`),
    from: read('from', parseCivilDate, 'has to be a real date such as 2009-04-01'),
    to: read('to', parseCivilDate, 'has to be a real date such as 2010-04-01'),
  };
}

/** The days that were asked for. What was left open comes from the usual period, or from the financial year of the other day where that lies beyond it. */
export function periodAsked({ from, to }: Pick<ScopeAsked, 'from' | 'to'>, usual: Period): Period {
  if (from !== undefined) return { from, to: to ?? (from < usual.to ? usual.to : financialYearOf(from).to) };
  if (to === undefined || usual.from < to) return { from: usual.from, to: to ?? usual.to };
  return { from: financialYearOf(shiftDay(to, -1) ?? to).from, to };
}

/** Takes text that another can read, as it was given. */
export function asGiven<T>(parse: (given: string) => T | undefined): (given: string) => string | undefined {
  return (given) => (parse(given) === undefined ? undefined : given);
}
