import type { Candidate } from '../../../projections/likely-duplicates.js';
import type { DuplicatesAnswer } from '../../ledger/answer-duplicates.js';

/** Likely duplicates as they are answered: of each outcome what a person needs to look it up. */
export function viewDuplicates({ asAt, query, pairs }: DuplicatesAnswer): object {
  return {
    asAt,
    query,
    pairs: pairs.map(({ first, second, because }) => ({ first: view(first), second: view(second), because })),
  };
}

function view({ id, firstEntry, details: { unit, occurredOn } }: Candidate): object {
  return { outcomeId: id, entry: firstEntry, unit, occurredOn };
}
