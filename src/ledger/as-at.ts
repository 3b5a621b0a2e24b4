import { parseCivilDate } from '../domain/civil-date.js';
import type { Catalogue } from '../domain/measure/catalogue.js';
import { emptyCatalogue, evolveCatalogue } from '../domain/measure/catalogue.js';
import type { OutcomeId } from '../domain/identifiers.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { combine, totalsOf, type During, type Totals } from '../../projections/totals.js';
import { endOfLondonDay } from './clock.js';
import type { Entry } from './codec/entry-line.js';
import type { EventStore } from './event-store.js';
import { decodeStored } from './stored-entry.js';
import { figureIdOf, isMeasureEvent, isOutcomeEvent, outcomeIdOf } from './streams.js';

/** What is meant by "as at": an entry number, or a moment in UTC up to which recording counts. */
export type AsAt = { readonly entry: number } | { readonly moment: string };

/** The ledger as it stood: totals of a period, the catalogue and the published figures, all up to and including `entry`. */
export interface Standing {
  /** The last entry that counts; -1 when the ledger knew nothing yet. */
  readonly entry: number;
  /** When the ledger knew all of it: the running maximum of `recordedAt`. `undefined` when it knew nothing. */
  readonly knownAt: string | undefined;
  readonly totals: Totals;
  readonly catalogue: Catalogue;
  readonly figures: readonly FigureOnRecord[];
  /** Outcomes of the kind `cost`, of which comparisons are made. */
  readonly costs: ReadonlyMap<OutcomeId, ListedOutcome>;
}

export const nothingKnown: Standing = {
  entry: -1,
  knownAt: undefined,
  totals: new Map(),
  catalogue: emptyCatalogue,
  figures: [],
  costs: new Map(),
};

const ENTRY = /^\d{1,15}$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?Z$/;

/** Reads `asAt` as people give it: an entry number, a moment in UTC, or a civil date, which stands for the end of that day in London. */
export function parseAsAt(given: string): AsAt | undefined {
  if (ENTRY.test(given)) return { entry: parseInt(given, 10) };
  const date = parseCivilDate(given);
  if (date !== undefined) return { moment: endOfLondonDay(date) };
  // A date that there is not, such as the 30th of February, would silently become another.
  if (parseCivilDate(MOMENT.exec(given)?.[1] ?? '') === undefined) return undefined;
  return { moment: new Date(given).toISOString() };
}

const PAGE = 2000;

/**
 * Replays the ledger from its first entry up to what `asAt` means and gives what it knew then. Simple and right; its time grows with the ledger. An entry number
 * beyond the ledger gives the standing at its end, whose `entry` says so.
 */
export async function standingAsAt(store: EventStore, asAt: AsAt, during: During = {}): Promise<Standing> {
  let standing = nothingKnown;
  while (true) {
    const lines = await store.readAll(standing.entry, PAGE);
    const entries = lines.map(decodeStored);
    const counted = entries.slice(0, countUpTo(entries, standing, asAt));
    standing = advanceStanding(standing, counted, during);
    if (lines.length < PAGE || counted.length < entries.length) return standing;
  }
}

/** Folds the next entries, in order, into a standing. */
export function advanceStanding(standing: Standing, entries: readonly Entry[], during: During): Standing {
  if (entries.length === 0) return standing;
  const figures = entries.flatMap(({ event, stream }, i): FigureOnRecord[] => {
    const id = figureIdOf(stream);
    if (event.type !== 'PublishedFigureRecorded' || id === undefined) return [];
    return [{ id, entry: standing.entry + 1 + i, figure: event.figure }];
  });
  return {
    entry: standing.entry + entries.length,
    knownAt: entries.reduce((known, { recordedAt }) => later(known, recordedAt), standing.knownAt),
    totals: combine(
      standing.totals,
      totalsOf(
        entries.map(({ event }) => event),
        during,
      ),
    ),
    catalogue: entries.reduce(
      (was, { event }) => (isMeasureEvent(event) ? evolveCatalogue(was, event) : was),
      standing.catalogue,
    ),
    figures: figures.length === 0 ? standing.figures : [...standing.figures, ...figures],
    costs: advanceCosts(standing, entries),
  };
}

function advanceCosts({ costs, entry: before }: Standing, entries: readonly Entry[]): Standing['costs'] {
  let next: Map<OutcomeId, ListedOutcome> | undefined;
  for (const [i, { event, stream }] of entries.entries()) {
    if (!isOutcomeEvent(event)) continue;
    const id = outcomeIdOf(stream);
    if (id === undefined) continue;
    const known = (next ?? costs).get(id);
    const isCost = known !== undefined || (event.type === 'OutcomeRecorded' && event.outcome.kind === 'cost');
    if (!isCost) continue;
    next ??= new Map(costs);
    next.set(id, evolveListed(known, id, before + 1 + i, event));
  }
  return next ?? costs;
}

/**
 * How many of the next entries were known by then: those before the first that was recorded later. "Known by" never goes back, so what
 * follows that one does not count, even where a clock went back.
 */
function countUpTo(entries: readonly Entry[], { entry }: Standing, asAt: AsAt): number {
  if ('entry' in asAt) return Math.max(0, asAt.entry - entry);
  const firstLater = entries.findIndex(({ recordedAt }) => recordedAt > asAt.moment);
  return firstLater === -1 ? entries.length : firstLater;
}

/** The later of two moments in the ledger's own form, whose text order is time order. */
export function later(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
