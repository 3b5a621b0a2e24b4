import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { reversed } from '../posting.js';
import type { FindingReason, OutcomeRejected } from './finding-events.js';
import { checkFinding } from './findings.js';
import type { Outcome } from './outcome.js';

export interface RejectOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: FindingReason;
}

/**
 * Decides on rejecting an outcome: it posts nothing until it is corrected, and then it is claimed again. Unlike a withdrawal that is not
 * final. Refuses, the first that applies: unknown-outcome, withdrawn, finding-out-of-order.
 */
export function rejectOutcome({ outcomeId, reason }: RejectOutcome, outcome: Outcome): Decision<OutcomeRejected> {
  const found = checkFinding('rejected', outcomeId, outcome);
  if (!found.ok) return refuse(found.refusal);
  const { collaboration, labels, postings } = found.value;
  return accept({ type: 'OutcomeRejected', collaboration, labels, postings: reversed(postings), reason });
}
