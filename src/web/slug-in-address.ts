import { parseSlug, slugWords } from '../domain/identifiers.js';
import { malformed } from './problems.js';

/** Reads a part of an address that names something by its slug (400 malformed-request). */
export function slugIn<T extends string>(field: string, given: string): T {
  const slug = parseSlug<T>(given);
  if (slug === undefined) throw malformed({ field, reason: `has to be ${slugWords()}` });
  return slug;
}
