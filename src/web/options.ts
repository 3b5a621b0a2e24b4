import { parseCivilDate, type Period } from '../domain/civil-date.js';
import { slugWords } from '../domain/identifiers.js';
import { Unreadable } from '../domain/unreadable.js';

/** What was typed behind a command, by the names under which the command line keeps it: `--as-at` is `asAt`. */
export type Options = Readonly<Record<string, string | true>>;

type Parse<T> = (given: string) => T | undefined;

/** An option that may be left out. Throws `Unreadable`, with the option as it is typed and what it has to be, for what cannot be read. */
export function optional<T>(options: Options, name: string, parse: Parse<T>, what: string): T | undefined {
  const given = options[name];
  if (typeof given !== 'string') return undefined;
  const value = parse(given);
  if (value === undefined) throw new Unreadable(typed(name), `has to be ${what}`);
  return value;
}

/** An option that has to be there. */
export function required<T>(options: Options, name: string, parse: Parse<T>, what: string): T {
  const value = optional(options, name, parse, what);
  if (value === undefined) throw new Unreadable(typed(name), `is missing; it has to be ${what}`);
  return value;
}

/** `--from` and `--to` of a period that is asked for as a whole. */
export function requiredPeriod(options: Options): Period {
  const [from, to] = [
    required(options, 'from', parseCivilDate, A_DATE),
    required(options, 'to', parseCivilDate, A_DATE),
  ];
  if (to <= from) throw new Unreadable('--to', 'is the day after the last, so it has to be later than --from');
  return { from, to };
}

/** What was read of several options together; throws `Unreadable` for what of it could not be read. */
export function readFrom<T>(
  read:
    { readonly ok: true; readonly value: T } | { readonly ok: false; readonly field: string; readonly reason: string },
): T {
  if (!read.ok) throw new Unreadable(typed(read.field), read.reason);
  return read.value;
}

/** What options are, in words. */
export const A_DATE = 'a date such as 2010-03-04';
export const A_SLUG = slugWords();
export const A_POINT = 'an entry number, a moment such as 2026-11-22T10:00:00Z, or a date';

/** An option as it is typed: `asAt` as `--as-at`. */
export function typed(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
