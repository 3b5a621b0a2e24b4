import type { OutcomeId } from '../../domain/identifiers.js';
import type { Evidence, OutcomeEvent } from '../../domain/outcome/events.js';
import { tellings } from '../../domain/outcome/facts.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../domain/outcome/outcome.js';
import type { EventStore } from '../../ledger/event-store.js';
import { pages } from '../../ledger/fold-into.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import { isOutcomeEvent, outcomeIdOf } from '../../ledger/streams.js';

/** A file that an outcome, as it stands, rests on; the ledger holds its digest and a label, never the file. */
export interface NamedEvidence extends Evidence {
  readonly outcome: OutcomeId;
  /** The entry that named it, or named it again. */
  readonly entry: number;
}

/** What the outcomes of a ledger name as evidence, up to and including one entry. */
export interface EvidenceInLedger {
  readonly entry: number;
  /** Of outcomes as they stand. */
  readonly named: readonly NamedEvidence[];
  /** Digests that only withdrawn outcomes, or outcomes before they were corrected, named. */
  readonly formerly: ReadonlySet<string>;
}

const BATCH = 1000;

/** Reads a whole ledger for the evidence that its outcomes name. Throws `UnreadableEntry`. */
export async function evidenceIn(
  store: EventStore,
  onProgress: (entries: number, of: number) => void,
): Promise<EvidenceInLedger> {
  const head = await store.head();
  const standing = new Map<OutcomeId, readonly NamedEvidence[]>();
  const items = new Map<OutcomeId, Outcome>();
  const ever = new Set<string>();
  for await (const lines of pages(store, -1, head, BATCH)) {
    for (const { number, entry } of decodeAll(lines)) {
      const outcome = outcomeIdOf(entry.stream);
      if (outcome === undefined || !isOutcomeEvent(entry.event)) continue;
      const evidence = evidenceAfter(items, outcome, entry.event);
      if (evidence === undefined) continue;
      for (const { sha256 } of evidence) ever.add(sha256);
      if (evidence.length === 0) standing.delete(outcome);
      else
        standing.set(
          outcome,
          evidence.map((each) => ({ ...each, outcome, entry: number })),
        );
    }
    onProgress((lines.at(-1)?.entry ?? head) + 1, head + 1);
  }
  const named = [...standing.values()].flat();
  for (const { sha256 } of named) ever.delete(sha256);
  return { entry: head, named, formerly: ever };
}

/**
 * What an outcome names after an event, or `undefined` when the event says nothing of it. An event holds what was told whole, so what it does not name is
 * not named any more; only an item may be told of by several units, and has to be folded.
 */
function evidenceAfter(
  items: Map<OutcomeId, Outcome>,
  id: OutcomeId,
  event: OutcomeEvent,
): readonly Evidence[] | undefined {
  const item = items.get(id);
  if (item === undefined && !('outcome' in event && event.outcome.item !== undefined)) {
    if (event.type === 'OutcomeWithdrawn') return [];
    return 'outcome' in event ? (event.outcome.evidence ?? []) : undefined;
  }
  const next = evolveOutcome(item ?? unrecorded, event);
  items.set(id, next);
  return next.status === 'recorded' ? tellings(next).flatMap(({ evidence = [] }) => evidence) : [];
}
