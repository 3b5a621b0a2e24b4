import type { EventType } from '../../domain/event-catalogue.js';
import { Unreadable } from './json.js';

/** Takes the data of an event as one schema version wrote it, as plain JSON; gives it as the next version would have. */
export type Upcaster = (data: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;

/** For each event type its upcasters in order: the first leads from schema 1 to 2. Lines are never rewritten: old data is read anew each time. */
export type Upcasters = Readonly<Partial<Record<EventType, readonly Upcaster[]>>>;

/** No event type has had a second schema yet. */
export const UPCASTERS: Upcasters = {};

/** Leads data from the schema it was written in to the current one. Refuses a schema that this program does not know. */
export function upcast(
  type: EventType,
  schema: number,
  current: number,
  data: Readonly<Record<string, unknown>>,
  upcasters: Upcasters,
): Readonly<Record<string, unknown>> {
  const steps = (upcasters[type] ?? []).slice(schema - 1, current - 1);
  if (schema < 1 || schema > current || steps.length !== current - schema) {
    throw new Unreadable(
      'schema',
      `${type} of schema ${schema} is not known to this program, which reads up to ${current}; use a newer one`,
    );
  }
  return steps.reduce((read, step) => step(read), data);
}
