import { parseCivilDate, type CivilDate } from '../domain/civil-date.js';

const LONDON = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const HOUR = 'YYYY-MM-DDTHH'.length;
const DATE = 'YYYY-MM-DD'.length;

const datesByHour = new Map<string, CivilDate>();
const HOURS_KEPT = 50_000;

/**
 * The civil date in London at a moment in UTC (`2026-11-22T10:00:00.000Z`). London's clocks change on the hour in UTC, so one date
 * serves a whole hour.
 */
export function londonDate(moment: string): CivilDate {
  const hour = moment.slice(0, HOUR);
  const known = datesByHour.get(hour);
  if (known !== undefined) return known;
  const date = parseCivilDate(LONDON.format(new Date(moment)).padStart(DATE, '0'));
  if (date === undefined) throw new RangeError(`Not a moment in time: ${moment}`);
  if (datesByHour.size >= HOURS_KEPT) datesByHour.clear();
  datesByHour.set(hour, date);
  return date;
}

/** The last moment of a civil day in London, in UTC. */
export function endOfLondonDay(date: CivilDate): string {
  const nextDay = new Date(`${date}T00:00:00.000Z`);
  nextDay.setUTCDate(nextDay.getUTCDate() + 1);
  // Midnight in London is 00:00 or 23:00 UTC: an hour earlier in summer.
  const earlier = new Date(nextDay.getTime() - 3_600_000);
  const midnight = londonDate(earlier.toISOString()) > date ? earlier : nextDay;
  return new Date(midnight.getTime() - 1).toISOString();
}
