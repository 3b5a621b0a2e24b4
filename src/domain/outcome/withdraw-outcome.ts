import { accept, checked, failed, refuse, type Checked, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { reversed } from '../posting.js';
import type { OutcomeWithdrawn, WITHDRAWAL_REASONS } from './events.js';
import { tellings, type Facts } from './facts.js';
import type { Outcome } from './outcome.js';

export interface WithdrawOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: (typeof WITHDRAWAL_REASONS)[number];
}

/**
 * Decides on taking an outcome back, which is final: the event undoes all it had posted. Refuses unknown-outcome and withdrawn; claims-stand where several units
 * claim it, because none takes back another's claim; then what `checkLoose` refuses.
 */
export function withdrawOutcome(command: WithdrawOutcome, outcome: Outcome): Decision<OutcomeWithdrawn> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: command.outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: command.outcomeId });
  if (outcome.claims.length > 0)
    return refuse({ code: 'claims-stand', field: 'claim', units: tellings(outcome).map(({ unit }) => unit) });
  const loose = checkLoose(outcome, command.outcomeId);
  if (!loose.ok) return refuse(loose.refusal);
  return accept({
    type: 'OutcomeWithdrawn',
    collaboration: outcome.collaboration,
    labels: outcome.labels,
    postings: reversed(outcome.postings),
    reason: command.reason,
  });
}

/**
 * Whether an outcome may go without leaving another's credit in the air: refuses has-duplicates when others are linked to it, and already-linked when it is linked
 * itself. Both have to be unlinked first, which gives each its own credit back.
 */
export function checkLoose({ duplicates, duplicateOf }: Facts, outcomeId: OutcomeId): Checked<undefined> {
  if (duplicates.length > 0) return failed({ code: 'has-duplicates', outcome: outcomeId, duplicates });
  if (duplicateOf !== undefined) return failed({ code: 'already-linked', outcome: outcomeId, primary: duplicateOf });
  return checked(undefined);
}
