import { evolveListed, postingsBehind, type ListedOutcome } from '../../projections/outcome-list.js';
import { isWithin } from '../domain/civil-date.js';
import type { OutcomeId } from '../domain/identifiers.js';
import { tellings } from '../domain/outcome/facts.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { EventStore } from './event-store.js';
import { pages } from './fold-into.js';
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
  for await (const lines of pages(store, -1, entry, PAGE))
    for (const {
      number,
      entry: { event, stream },
    } of decodeAll(lines)) {
      const id = outcomeIdOf(stream);
      if (id !== undefined && isOutcomeEvent(event)) rows.set(id, evolveListed(rows.get(id), id, number, event));
    }
  return [...rows.values()].filter((row) => isWanted(row, query)).slice(0, query.limit);
}

function isWanted({ firstEntry, outcome }: ListedOutcome, query: OutcomesQuery): boolean {
  if (outcome.status === 'unrecorded') return false;
  const { collaboration, details } = outcome;
  const { after, kind, operation } = query;
  return (
    (after === undefined || firstEntry > after) &&
    (query.collaboration === undefined || collaboration === query.collaboration) &&
    (kind === undefined || details.kind === kind) &&
    (operation === undefined || details.operation === operation) &&
    (query.measures === undefined ? isOf(outcome, query) : postingsBehind(outcome, query).length > 0)
  );
}

/** Whether the outcome itself is of the unit, the force and the days that are asked for. */
function isOf(outcome: Exclude<Outcome, { status: 'unrecorded' }>, { unit, force, from, to }: OutcomesQuery): boolean {
  const told = outcome.status === 'recorded' ? tellings(outcome) : [outcome.details];
  const postings = outcome.status === 'recorded' ? outcome.postings : [];
  return (
    (unit === undefined || [...told, ...postings].some((each) => each.unit === unit)) &&
    (force === undefined || postings.some((posting) => posting.force === force)) &&
    isWithin(outcome.details.occurredOn, from, to)
  );
}
