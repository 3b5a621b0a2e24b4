import { isWholeMonths, monthOf, type CivilMonth, type Period } from '../domain/civil-date.js';
import type { CollaborationId } from '../domain/identifiers.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { postingsIn } from '../../projections/totals.js';
import { totalKey } from './figure-messages.js';
import type { Place } from './figures-by-place.js';
import type { Numbered } from './stored-entry.js';
import { isFigureEvent, isMeasureEvent } from './streams.js';

/** What some entries may have moved. */
export interface Touched {
  readonly places: readonly Place[];
  /** The months in which totals of a collaboration moved. */
  readonly months: ReadonlyMap<CollaborationId, ReadonlySet<CivilMonth>>;
  /** Collaborations of which somebody published a figure, or disputed one. */
  readonly published: ReadonlySet<CollaborationId>;
  /** The measures or the lines of statements changed, and every statement with them. */
  readonly catalogue: boolean;
}

/** The places and statements that these entries may have moved: every posting's place, each once. */
export function touchedBy(entries: readonly Numbered[]): Touched {
  const places = new Map<string, Place>();
  const months = new Map<CollaborationId, Set<CivilMonth>>();
  const published = new Set<CollaborationId>();
  let catalogue = false;
  for (const { entry } of entries) {
    const { event } = entry;
    if (isMeasureEvent(event)) catalogue = true;
    if (isFigureEvent(event))
      published.add(event.type === 'PublishedFigureRecorded' ? event.figure.collaboration : event.collaboration);
    const posted = postingsIn(event);
    if (posted === undefined) continue;
    const { collaboration } = posted;
    const own = months.get(collaboration) ?? new Set();
    months.set(collaboration, own);
    for (const { measure, force, unit, grade, occurredOn } of posted.postings) {
      const month = monthOf(occurredOn);
      const place = { collaboration, measure, force, unit, grade, month };
      places.set(totalKey(place), place);
      own.add(month);
    }
  }
  return { places: [...places.values()], months, published, catalogue };
}

/**
 * The periods of a collaboration's statements in the feed: each that a figure was published for, of the whole collaboration and in whole
 * months. Other periods have no figures at rest and would cost a replay of the ledger each time.
 */
export function statementPeriods(figures: readonly FigureOnRecord[]): readonly Period[] {
  const periods = new Map<string, Period>();
  for (const { figure } of figures) {
    const { from, to, unit, force, operation, within } = figure;
    const isOfWhole = [unit, force, operation, within].every((limit) => limit === undefined);
    if (!isOfWhole || from === undefined || to === undefined || !isWholeMonths(from, to)) continue;
    periods.set(`${from}|${to}`, { from, to });
  }
  return [...periods.values()];
}

/** Whether a period holds any of the months. */
export function holdsAny({ from, to }: Period, months: ReadonlySet<CivilMonth>): boolean {
  return [...months].some((month) => month >= monthOf(from) && month < monthOf(to));
}
