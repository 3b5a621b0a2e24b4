import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { differences } from '../posting.js';
import { isSame } from '../same.js';
import type { CORRECTION_REASONS, OutcomeCorrected, OutcomeDetails } from './events.js';
import { asRetold } from './facts.js';
import type { Outcome } from './outcome.js';
import { assessOutcome, type OutcomeContext } from './record-outcome.js';

export interface CorrectOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: (typeof CORRECTION_REASONS)[number];
  /** What the outcome is now, whole. */
  readonly outcome: OutcomeDetails;
}

/**
 * Decides on putting an outcome right. The event posts the differences between what the outcome had posted and what it posts now;
 * credit is worked out afresh from the agreement as it stands now, on the outcome's own date.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, unchanged, then whatever recording it would be refused for.
 */
export function correctOutcome(
  command: CorrectOutcome,
  outcome: Outcome,
  context: OutcomeContext,
): Decision<OutcomeCorrected> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: command.outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: command.outcomeId });
  if (isSame(outcome.details, command.outcome)) return refuse({ code: 'unchanged' });
  const assessed = assessOutcome(asRetold(outcome, command.outcome), context);
  if (!assessed.ok) return refuse(assessed.refusal);
  return accept({
    type: 'OutcomeCorrected',
    collaboration: outcome.collaboration,
    labels: assessed.value.labels,
    outcome: command.outcome,
    postings: differences(outcome.postings, assessed.value.postings),
    reason: command.reason,
    restsOn: { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision },
  });
}
