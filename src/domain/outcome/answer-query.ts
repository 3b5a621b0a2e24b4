import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import type { ANSWER_REASONS, OutcomeQueryAnswered } from './finding-events.js';
import { checkFinding, movedTo } from './findings.js';
import type { Outcome } from './outcome.js';

export interface AnswerQuery {
  readonly outcomeId: OutcomeId;
  readonly reason: (typeof ANSWER_REASONS)[number];
}

/**
 * Decides on answering a query without changing the outcome: it is claimed, as it was, and may be validated. Refuses, the first that
 * applies: unknown-outcome, withdrawn, finding-out-of-order.
 */
export function answerQuery({ outcomeId, reason }: AnswerQuery, outcome: Outcome): Decision<OutcomeQueryAnswered> {
  const found = checkFinding('answered', outcomeId, outcome);
  if (!found.ok) return refuse(found.refusal);
  const { collaboration, labels } = found.value;
  const postings = movedTo('claimed', found.value);
  return accept({ type: 'OutcomeQueryAnswered', collaboration, labels, postings, reason });
}
