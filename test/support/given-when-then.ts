import { parseCivilDate, type CivilDate } from '../../src/domain/civil-date.js';
import { parseSlug, parseUuid, type Slug } from '../../src/domain/identifiers.js';

/** Given: the state that some events fold to, in the order in which they happened. */
export function given<State, Event>(
  evolve: (state: State, event: Event) => State,
  start: State,
  ...events: readonly Event[]
): State {
  return events.reduce(evolve, start);
}

/** An identifier for a test, of the kind that is asked for; throws when it is no slug. */
export function id<T extends string = Slug>(text: string): T {
  const slug = parseSlug<T>(text);
  if (slug === undefined) throw new Error(`Not a slug: ${text}`);
  return slug;
}

/** A UUID for a test that ends in the given number. */
export function uuidEnding<T extends string>(number: number): T {
  const uuid = parseUuid<T>(`00000000-0000-4000-8000-${number.toString().padStart(12, '0')}`);
  if (uuid === undefined) throw new Error(`Not a UUID: ${number}`);
  return uuid;
}

/** A civil date for a test; throws when there is no such day. */
export function day(text: string): CivilDate {
  const date = parseCivilDate(text);
  if (date === undefined) throw new Error(`Not a date: ${text}`);
  return date;
}
