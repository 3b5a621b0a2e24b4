import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { reversed } from '../posting.js';
import type { OutcomeWithdrawn, WITHDRAWAL_REASONS } from './events.js';
import type { Outcome } from './outcome.js';

export interface WithdrawOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: (typeof WITHDRAWAL_REASONS)[number];
}

/** Decides on taking an outcome back, which is final: the event undoes all it had posted. Refuses unknown-outcome and withdrawn. */
export function withdrawOutcome(command: WithdrawOutcome, outcome: Outcome): Decision<OutcomeWithdrawn> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: command.outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: command.outcomeId });
  return accept({
    type: 'OutcomeWithdrawn',
    collaboration: outcome.collaboration,
    labels: outcome.labels,
    postings: reversed(outcome.postings),
    reason: command.reason,
  });
}
