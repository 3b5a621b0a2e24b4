import type { CivilDate } from './civil-date.js';
import type { Refusal } from './refusals.js';

/** When something is decided. `today`: the civil date in London. `asBefore`: see `OutcomeContext`. */
export interface DecidedOn {
  readonly today: CivilDate;
  readonly asBefore?: boolean;
}

/** Refuses date-in-future of a day on which something is told to have been done; passes no day at all, and any day as before that was looked at. */
export function refuseDayToCome(
  field: string,
  date: CivilDate | undefined,
  { today, asBefore }: DecidedOn,
): Refusal | undefined {
  if (date === undefined || date <= today || asBefore === true) return undefined;
  return { code: 'date-in-future', field, date, today };
}
