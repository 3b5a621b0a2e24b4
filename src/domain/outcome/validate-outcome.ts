import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId, PersonId } from '../identifiers.js';
import type { OutcomeValidated } from './finding-events.js';
import { checkFinding, checkGrounds, movedTo } from './findings.js';
import { checkOtherPerson, TOLD, type HandledOutcome } from './hands.js';
import type { SavingsBeside } from './saving-claims.js';

export interface ValidateOutcome {
  readonly outcomeId: OutcomeId;
  /** Who validates it. */
  readonly person: PersonId;
}

/**
 * Decides on validating an outcome: all that it posts moves from claimed to validated, and no amount changes.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, finding-out-of-order, already-linked, same-person for whoever recorded or corrected it, then
 * what `groundsAgainst` finds. For a saving `savings` says what else is claimed. `asBefore`: see `OutcomeContext`.
 */
export function validateOutcome(
  { outcomeId, person }: ValidateOutcome,
  handled: HandledOutcome,
  savings: SavingsBeside,
  asBefore = false,
): Decision<OutcomeValidated> {
  const found = checkFinding('validated', outcomeId, handled.outcome, asBefore);
  if (!found.ok) return refuse(found.refusal);
  const other = checkOtherPerson(person, handled, TOLD);
  if (!other.ok) return refuse(other.refusal);
  const grounds = checkGrounds('validated', found.value, { outcomeId, savings }, asBefore);
  if (!grounds.ok) return refuse(grounds.refusal);
  const { collaboration, labels } = found.value;
  const postings = movedTo('validated', found.value);
  return accept({ type: 'OutcomeValidated', collaboration, labels, postings, ...grounds.value });
}
