import { parseUuid, type OutcomeId } from '../domain/identifiers.js';
import { refusedBecause } from './problems.js';

/** Reads the id in an outcome's address; what is no id is no outcome's either (404 unknown-outcome). */
export function outcomeIdFrom(given: string): OutcomeId {
  const id = parseUuid<OutcomeId>(given.toLowerCase());
  if (id === undefined) throw refusedBecause({ code: 'unknown-outcome', outcome: given.slice(0, 100) });
  return id;
}
