import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId, UnitId } from '../identifiers.js';
import { reversed } from '../posting.js';
import { assessChange } from './assess-change.js';
import type { ClaimWithdrawn, WITHDRAWAL_REASONS } from './events.js';
import { tellings, withoutClaim } from './facts.js';
import type { Outcome } from './outcome.js';
import type { OutcomeContext } from './record-outcome.js';
import { checkLoose } from './withdraw-outcome.js';

export interface WithdrawClaim {
  readonly outcomeId: OutcomeId;
  /** The unit whose claim goes. */
  readonly claim: UnitId;
  readonly reason: (typeof WITHDRAWAL_REASONS)[number];
}

/**
 * Decides on taking one unit's claim back: those that are left share the whole, and where it was the first, the item counts as the next one told it. With the last
 * claim the outcome is withdrawn. Refuses unknown-outcome, withdrawn, not-claimed; for the last claim what `checkLoose` refuses; then whatever the remaining
 * claims would be refused for.
 */
export function withdrawClaim(
  { outcomeId, claim, reason }: WithdrawClaim,
  outcome: Outcome,
  context: OutcomeContext,
): Decision<ClaimWithdrawn> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
  const units = tellings(outcome).map(({ unit }) => unit);
  if (!units.includes(claim)) return refuse({ code: 'not-claimed', field: 'claim', unit: claim, units });
  const { collaboration, labels, postings: before } = outcome;
  const restsOn = { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision };
  const left = withoutClaim(outcome, claim);
  if (left === undefined) {
    const loose = checkLoose(outcome, outcomeId);
    if (!loose.ok) return refuse(loose.refusal);
    return accept({
      type: 'ClaimWithdrawn',
      claim,
      collaboration,
      labels,
      postings: reversed(before),
      reason,
      restsOn,
    });
  }
  const assessed = assessChange({ ...left, grade: 'claimed' }, outcome, context);
  if (!assessed.ok) return refuse(assessed.refusal);
  const { postings } = assessed.value;
  return accept({
    type: 'ClaimWithdrawn',
    claim,
    collaboration,
    labels: assessed.value.labels,
    postings,
    reason,
    restsOn,
  });
}
