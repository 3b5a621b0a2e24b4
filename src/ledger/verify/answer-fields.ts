import { parseCivilDate, type CivilDate, type Period } from '../../domain/civil-date.js';
import { parseSlug } from '../../domain/identifiers.js';
import { Unreadable } from '../codec/json.js';

/** An object in a saved answer, of which nothing is known yet. */
export type Fields = Readonly<Record<string, unknown>>;

/** Reads an object; throws `Unreadable` with the reason for anything else. */
export function fieldsOf(json: unknown, reason: string): Fields {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw new Unreadable('', reason);
  return json as Fields;
}

/** Reads the objects in a list; what is none is left out, and shows as a difference. */
export function listOf(json: unknown): readonly Fields[] {
  const items: readonly unknown[] = Array.isArray(json) ? json : [];
  return items.filter((item): item is Fields => typeof item === 'object' && item !== null && !Array.isArray(item));
}

/** The days that an answer is of, as far as it says them. Throws `Unreadable` for what is no date. */
export function periodOf(fields: Fields): Partial<Period> {
  return { ...defined('from', dateOf(fields, 'from')), ...defined('to', dateOf(fields, 'to')) };
}

/** The days that an answer has to say. Throws `Unreadable`, naming what it is an answer of. */
export function wholePeriodOf(fields: Fields, of: string): Period {
  const { from, to } = periodOf(fields);
  if (from === undefined || to === undefined) throw new Unreadable('from', `${of} has "from" and "to"`);
  return { from, to };
}

function dateOf(fields: Fields, name: string): CivilDate | undefined {
  const given = fields[name] ?? undefined;
  if (given === undefined) return undefined;
  const date = typeof given === 'string' ? parseCivilDate(given) : undefined;
  if (date === undefined) throw new Unreadable(name, 'has to be a date such as 2010-03-04');
  return date;
}

/** An identifier, or `undefined` where there is none. */
export function slugOf<T extends string>(fields: Fields, name: string): T | undefined {
  const given = fields[name];
  return typeof given === 'string' ? parseSlug<T>(given) : undefined;
}

/** An identifier that an answer has to say. Throws `Unreadable`. */
export function slugIn<T extends string>(fields: Fields, name: string, of: string): T {
  const id = slugOf<T>(fields, name);
  if (id === undefined) throw new Unreadable(name, `${of} has "${name}", an identifier`);
  return id;
}

/** An object with the field, or without it where there is no value: an absent field is not the same as an undefined one. */
export function defined<K extends string, V>(name: K, value: V | undefined): { readonly [P in K]?: V } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [P in K]: V });
}
