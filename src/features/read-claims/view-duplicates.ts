import type { Candidate } from '../../../projections/likely-duplicates.js';
import { countOutcome } from '../../domain/outcome/counting.js';
import type { OutcomeDetails } from '../../domain/outcome/events.js';
import type { Label } from '../../domain/posting.js';
import type { DuplicatesAnswer } from '../../ledger/answer-duplicates.js';

/** What has to be said of an outcome as it was told. */
export function labelsToldOf({ illustrative }: OutcomeDetails): readonly Label[] {
  return illustrative === true ? ['illustrative'] : [];
}

/** Likely duplicates as they are answered: of each outcome what a person needs to look it up, and what it counts as it was told. */
export function viewDuplicates({ asAt, query, pairs, leftOff }: DuplicatesAnswer): object {
  return {
    asAt,
    query,
    pairs: pairs.map(({ first, second, because }) => ({ first: view(first), second: view(second), because })),
    leftOff,
  };
}

function view({ id, firstEntry, details }: Candidate): object {
  const { unit, occurredOn } = details;
  const counts = countOutcome(details).map(({ measure, amount }) => ({ measure, amount }));
  return { outcomeId: id, entry: firstEntry, unit, occurredOn, counts, labels: labelsToldOf(details) };
}
