import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import type { FindingReason, OutcomeQueried } from './finding-events.js';
import { checkFinding, movedTo } from './findings.js';
import type { Outcome } from './outcome.js';

export interface QueryOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: FindingReason;
}

/**
 * Decides on querying an outcome: whatever its grade was, all that it posts is claimed again, and it stays so and flagged until it is
 * corrected or the query is answered. Refuses, the first that applies: unknown-outcome, withdrawn, finding-out-of-order.
 */
export function queryOutcome({ outcomeId, reason }: QueryOutcome, outcome: Outcome): Decision<OutcomeQueried> {
  const found = checkFinding('queried', outcomeId, outcome);
  if (!found.ok) return refuse(found.refusal);
  const { collaboration, labels } = found.value;
  return accept({ type: 'OutcomeQueried', collaboration, labels, postings: movedTo('claimed', found.value), reason });
}
