import { parseCivilDate } from '../domain/civil-date.js';
import type { Catalogue } from '../domain/measure/catalogue.js';
import { emptyCatalogue, evolveCatalogue } from '../domain/measure/catalogue.js';
import type { CollaborationId, FigureId, OutcomeId } from '../domain/identifiers.js';
import { evolveIncentives, noIncentives, type Incentives } from '../domain/incentive/incentives.js';
import type { OutcomeKind } from '../domain/outcome/events.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { combine, totalsOf, type During, type Totals } from '../../projections/totals.js';
import { endOfLondonDay } from './clock.js';
import type { Entry } from './codec/entry-line.js';
import type { EventStore, StoredLine } from './event-store.js';
import { givingWay } from './giving-way.js';
import { decodeStored } from './stored-entry.js';
import { evolveFigure } from '../domain/published-figure/figure.js';
import { figureIdOf, isFigureEvent, isIncentiveEvent, isMeasureEvent, isOutcomeEvent, outcomeIdOf } from './streams.js';

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
  /** The kind of outcome that is kept one by one, for an answer that is made of outcomes and not of totals; `undefined` where none is. */
  readonly keeping: OutcomeKind | undefined;
  /** Outcomes of that kind. It grows in place, once anything is in it. */
  readonly kept: Map<OutcomeId, ListedOutcome>;
  readonly incentives: ReadonlyMap<CollaborationId, Incentives>;
}

export const nothingKnown: Standing = {
  entry: -1,
  knownAt: undefined,
  totals: new Map(),
  catalogue: emptyCatalogue,
  figures: [],
  keeping: undefined,
  kept: new Map(),
  incentives: new Map(),
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
export async function standingAsAt(
  store: EventStore,
  asAt: AsAt,
  during: During = {},
  keeping = nothingKnown.keeping,
): Promise<Standing> {
  const nothing: Standing = { ...nothingKnown, keeping };
  return replayed(store, asAt, nothing, (standing, entries) => advanceStanding(standing, entries, during));
}

/** The same for any state that knows the last entry folded into it: `advance` folds the next ones in. */
export async function replayed<State extends Pick<Standing, 'entry'>>(
  store: EventStore,
  asAt: AsAt,
  nothing: State,
  advance: (state: State, entries: readonly Entry[]) => State,
): Promise<State> {
  let state = nothing;
  while (true) {
    const lines = await store.readAll(state.entry, PAGE);
    const entries = await givingWay(decoded(lines));
    const counted = entries.slice(0, countUpTo(entries, state, asAt));
    state = advance(state, counted);
    if (lines.length < PAGE || counted.length < entries.length) return state;
  }
}

/** Reads lines in pieces: taking them apart is most of what a replay does. */
function* decoded(lines: readonly StoredLine[]): Generator<undefined, readonly Entry[]> {
  const entries: Entry[] = [];
  for (const line of lines) {
    entries.push(decodeStored(line));
    yield;
  }
  return entries;
}

/** Folds the next entries, in order, into a standing. What it was before is not to be used again, because a copy of all that it keeps at each batch would take time by the square of them. */
export function advanceStanding(standing: Standing, entries: readonly Entry[], during: During): Standing {
  if (entries.length === 0) return standing;
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
    figures: advanceFigures(standing, entries),
    keeping: standing.keeping,
    kept: advanceKept(standing, entries),
    incentives: advanceIncentives(standing, entries),
  };
}

function advanceFigures({ figures, entry: before }: Standing, entries: readonly Entry[]): Standing['figures'] {
  let next: Map<FigureId, FigureOnRecord> | undefined;
  for (const [i, { event, stream }] of entries.entries()) {
    const id = figureIdOf(stream);
    if (id === undefined || !isFigureEvent(event)) continue;
    next ??= new Map(figures.map((each) => [each.id, each]));
    const known = next.get(id);
    const figure = evolveFigure(known?.figure, event);
    if (figure !== undefined) next.set(id, { id, entry: known?.entry ?? before + 1 + i, figure });
  }
  return next === undefined ? figures : [...next.values()];
}

function advanceKept({ keeping, kept, entry: before }: Standing, entries: readonly Entry[]): Standing['kept'] {
  if (keeping === undefined) return kept;
  const next = ownMap(kept);
  for (const [i, { event, stream }] of entries.entries()) {
    if (!isOutcomeEvent(event)) continue;
    const id = outcomeIdOf(stream);
    if (id === undefined) continue;
    const known = next.get(id);
    const isOfKind = known !== undefined || (event.type === 'OutcomeRecorded' && event.outcome.kind === keeping);
    if (isOfKind) next.set(id, evolveListed(known, id, before + 1 + i, event));
  }
  return next;
}

/** A map to grow in place: that of whoever begins with nothing stays empty, so that others can begin with it too. */
export function ownMap<K, V>(map: Map<K, V>): Map<K, V> {
  return map.size === 0 ? new Map<K, V>() : map;
}

function advanceIncentives({ incentives }: Standing, entries: readonly Entry[]): Standing['incentives'] {
  let next: Map<CollaborationId, Incentives> | undefined;
  for (const { event } of entries) {
    if (!isIncentiveEvent(event)) continue;
    next ??= new Map(incentives);
    next.set(event.collaboration, evolveIncentives(next.get(event.collaboration) ?? noIncentives, event));
  }
  return next ?? incentives;
}

/**
 * How many of the next entries were known by then: those before the first that was recorded later. "Known by" never goes back, so what
 * follows that one does not count, even where a clock went back.
 */
function countUpTo(entries: readonly Entry[], { entry }: Pick<Standing, 'entry'>, asAt: AsAt): number {
  if ('entry' in asAt) return Math.max(0, asAt.entry - entry);
  const firstLater = entries.findIndex(({ recordedAt }) => recordedAt > asAt.moment);
  return firstLater === -1 ? entries.length : firstLater;
}

/** The later of two moments in the ledger's own form, whose text order is time order. */
export function later(a: string | undefined, b: string): string {
  return a !== undefined && a > b ? a : b;
}
