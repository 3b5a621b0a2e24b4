import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId, PersonId } from '../identifiers.js';
import type { OutcomeValidated } from './finding-events.js';
import { checkFinding, checkGrounds, movedTo } from './findings.js';
import { checkOtherPerson, TOLD, type HandledOutcome } from './hands.js';

export interface ValidateOutcome {
  readonly outcomeId: OutcomeId;
  /** Who validates it. */
  readonly person: PersonId;
}

/**
 * Decides on validating an outcome: all that it posts moves from claimed to validated, and no amount changes.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, finding-out-of-order, and same-person for whoever recorded or corrected it.
 */
export function validateOutcome(
  { outcomeId, person }: ValidateOutcome,
  handled: HandledOutcome,
): Decision<OutcomeValidated> {
  const found = checkFinding('validated', outcomeId, handled.outcome);
  if (!found.ok) return refuse(found.refusal);
  const other = checkOtherPerson(person, handled, TOLD);
  if (!other.ok) return refuse(other.refusal);
  const grounds = checkGrounds('validated', found.value);
  if (!grounds.ok) return refuse(grounds.refusal);
  const { collaboration, labels } = found.value;
  return accept({ type: 'OutcomeValidated', collaboration, labels, postings: movedTo('validated', found.value) });
}
