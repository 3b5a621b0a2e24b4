import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import { isWithin } from '../domain/civil-date.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { EventStore } from './event-store.js';
import type { OutcomesQuery } from './read-model.js';
import { decodeAll } from './stored-entry.js';
import { isOutcomeEvent, outcomeIdOf } from './streams.js';

const PAGE = 2000;

/**
 * The outcomes that answer a query as they stood at an entry, in the order in which they were first recorded. Replays the ledger:
 * simple and right, and slower than the list of today, which rests in the read model.
 */
export async function outcomesAsAt(
  store: EventStore,
  entry: number,
  query: OutcomesQuery,
): Promise<readonly ListedOutcome[]> {
  const rows = new Map<OutcomeId, ListedOutcome>();
  for (let after = -1; after < entry;) {
    const lines = await store.readAll(after, Math.min(PAGE, entry - after));
    for (const {
      number,
      entry: { event, stream },
    } of decodeAll(lines)) {
      const id = outcomeIdOf(stream);
      if (id !== undefined && isOutcomeEvent(event)) rows.set(id, evolveListed(rows.get(id), id, number, event));
    }
    const last = lines.at(-1);
    if (last === undefined) break;
    after = last.entry;
  }
  return [...rows.values()].filter((row) => isWanted(row, query)).slice(0, query.limit);
}

function isWanted({ firstEntry, outcome }: ListedOutcome, query: OutcomesQuery): boolean {
  if (outcome.status === 'unrecorded') return false;
  const { collaboration, details } = outcome;
  const postings = outcome.status === 'recorded' ? outcome.postings : [];
  const { after, kind, unit, operation, force, measures, from, to } = query;
  return (
    (after === undefined || firstEntry > after) &&
    (query.collaboration === undefined || collaboration === query.collaboration) &&
    (kind === undefined || details.kind === kind) &&
    (unit === undefined || details.unit === unit) &&
    (operation === undefined || details.operation === operation) &&
    (force === undefined || postings.some((posting) => posting.force === force)) &&
    (measures === undefined || postings.some((posting) => measures.includes(posting.measure))) &&
    isWithin(details.occurredOn, from, to)
  );
}
