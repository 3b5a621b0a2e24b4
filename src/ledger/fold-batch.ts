import type { FigureId, OutcomeId } from '../domain/identifiers.js';
import { evolveFigure } from '../domain/published-figure/figure.js';
import { AMOUNT_LIMIT } from '../domain/shape.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { totalsOf } from '../../projections/totals.js';
import { later } from './as-at.js';
import { decodeEntry, type Entry } from './codec/entry-line.js';
import { encodeOutcomeState, stateInLine } from './codec/listed-outcome.js';
import type { StoredLine } from './event-store.js';
import type { Numbered } from './stored-entry.js';
import type { Advance, Checkpoint, OutcomeAtRest } from './read-model.js';
import { figureIdOf, isFigureEvent, isOutcomeEvent, outcomeIdOf } from './streams.js';

/** Entries as far as they can be read, and why no further. */
export interface Readable {
  readonly entries: readonly ReadLine[];
  readonly stoppedBecause?: string;
}

export interface ReadLine extends Numbered {
  readonly line: string;
}

/** Reads the lines that follow entry `after`. Stops before the first that is missing or that this program cannot read. */
export function readLines(after: number, lines: readonly StoredLine[]): Readable {
  const entries: ReadLine[] = [];
  for (const { entry: number, line } of lines) {
    const expected = after + 1 + entries.length;
    if (number !== expected) {
      return { entries, stoppedBecause: `entry ${expected} is missing: the store gives entry ${number} in its place` };
    }
    try {
      entries.push({ number, entry: decodeEntry(line), line });
    } catch (error) {
      return { entries, stoppedBecause: `entry ${number} cannot be read: ${messageOf(error)}` };
    }
  }
  return { entries };
}

type Rows = ReadonlyMap<OutcomeId, ListedOutcome>;

/**
 * Folds entries that follow a checkpoint into what they change. `listed` gives the rows of outcomes as they stand at the checkpoint; it
 * is asked about those only that the entries do not start themselves. An entry that cannot follow the ones before it stops the fold:
 * what is before it counts, and the checkpoint says why there is no more.
 */
export async function foldBatch(
  from: Checkpoint,
  read: Readable,
  listed: (ids: readonly OutcomeId[]) => Promise<readonly ListedOutcome[]>,
): Promise<Advance> {
  const standing = await standingRows(read.entries, listed);
  const { outcomes, stoppedBecause, counted } = foldOutcomes(standing, read.entries);
  const entries = read.entries.slice(0, counted);
  const because = stoppedBecause ?? read.stoppedBecause;
  return {
    after: from.entry,
    to: {
      entry: from.entry + counted,
      knownAt: entries.reduce((known, { entry }) => later(known, entry.recordedAt), from.knownAt),
      ...(because !== undefined && { stoppedBecause: because }),
    },
    totals: [...totalsOf(entries.map(({ entry }) => entry.event)).values()],
    outcomes: [...outcomes.values()],
    ...foldFigures(entries),
  };
}

/** The rows of those outcomes that began before these entries. */
async function standingRows(
  entries: readonly Numbered[],
  listed: (ids: readonly OutcomeId[]) => Promise<readonly ListedOutcome[]>,
): Promise<Rows> {
  const begun = new Set<OutcomeId>();
  const wanted = new Set<OutcomeId>();
  for (const { entry } of entries) {
    const id = outcomeIdOf(entry.stream);
    if (id === undefined) continue;
    if (entry.revision === 0) begun.add(id);
    else if (!begun.has(id)) wanted.add(id);
  }
  const rows = wanted.size === 0 ? [] : await listed([...wanted]);
  return new Map(rows.map((row) => [row.id, row]));
}

interface FoldedOutcomes {
  readonly outcomes: ReadonlyMap<OutcomeId, OutcomeAtRest>;
  /** How many entries were folded before one could not be. */
  readonly counted: number;
  readonly stoppedBecause?: string;
}

function foldOutcomes(standing: Rows, entries: readonly ReadLine[]): FoldedOutcomes {
  const outcomes = new Map<OutcomeId, OutcomeAtRest>();
  for (const [counted, { number, entry, line }] of entries.entries()) {
    if (!isOutcomeEvent(entry.event)) continue;
    const id = outcomeIdOf(entry.stream);
    const row = id && (outcomes.get(id) ?? standing.get(id));
    if (id === undefined || entry.revision !== (row?.revision ?? -1) + 1) {
      return { outcomes, counted, stoppedBecause: `entry ${number} ${misplaced(entry, row)}` };
    }
    const next = evolveListed(row, id, number, entry.event);
    if (!isWithinLimits(next)) {
      return { outcomes, counted, stoppedBecause: `entry ${number} takes its outcome beyond what an amount can be` };
    }
    const state = (next.revision === 0 ? stateInLine(line) : undefined) ?? encodeOutcomeState(next.outcome);
    outcomes.set(id, { ...next, state });
  }
  return { outcomes, counted: entries.length };
}

function misplaced({ stream, revision }: Entry, row: ListedOutcome | undefined): string {
  const last = row === undefined ? 'has no entry before it' : `stands at revision ${row.revision}`;
  return `is an outcome's, at revision ${revision} of ${stream}, which ${last}`;
}

/** An entry's own amounts are; corrections that come after one another may add up to more. */
function isWithinLimits({ revision, outcome }: ListedOutcome): boolean {
  if (revision === 0 || outcome.status !== 'recorded') return true;
  return outcome.postings.every(({ amount }) => amount >= -AMOUNT_LIMIT && amount <= AMOUNT_LIMIT);
}

/** Figures that these entries record, as they leave them, and what they say of figures that were recorded before. */
function foldFigures(entries: readonly Numbered[]): Pick<Advance, 'figures' | 'disputes'> {
  const figures = new Map<FigureId, FigureOnRecord>();
  const disputes = new Map<FigureId, boolean>();
  for (const { number, entry } of entries) {
    const { event, stream } = entry;
    const id = figureIdOf(stream);
    if (id === undefined || !isFigureEvent(event)) continue;
    const known = figures.get(id);
    const figure = evolveFigure(known?.figure, event);
    if (figure !== undefined) figures.set(id, { id, entry: known?.entry ?? number, figure });
    else disputes.set(id, event.type === 'PublishedFigureDisputed');
  }
  return { figures: [...figures.values()], disputes };
}

/** What went wrong, in words for the log. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
