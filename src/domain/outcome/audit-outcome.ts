import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId, PersonId } from '../identifiers.js';
import type { OutcomeAudited } from './finding-events.js';
import { checkFinding, checkGrounds, movedTo } from './findings.js';
import { checkOtherPerson, TOLD, type HandledOutcome } from './hands.js';
import type { SavingsBeside } from './saving-claims.js';

export interface AuditOutcome {
  readonly outcomeId: OutcomeId;
  /** Who audits it. */
  readonly person: PersonId;
}

/**
 * Decides on auditing an outcome: all that it posts moves from validated to audited, and no amount changes.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, finding-out-of-order, already-linked, and same-person for whoever recorded, corrected or
 * ever validated it: three people stand behind an audited figure. Then what `groundsAgainst` finds, as in `validateOutcome`.
 */
export function auditOutcome(
  { outcomeId, person }: AuditOutcome,
  handled: HandledOutcome,
  savings: SavingsBeside,
  asBefore = false,
): Decision<OutcomeAudited> {
  const found = checkFinding('audited', outcomeId, handled.outcome, asBefore);
  if (!found.ok) return refuse(found.refusal);
  const other = checkOtherPerson(person, handled, [...TOLD, 'validated']);
  if (!other.ok) return refuse(other.refusal);
  const grounds = checkGrounds('audited', found.value, { outcomeId, savings }, asBefore);
  if (!grounds.ok) return refuse(grounds.refusal);
  const { collaboration, labels } = found.value;
  const postings = movedTo('audited', found.value);
  return accept({ type: 'OutcomeAudited', collaboration, labels, postings, ...grounds.value });
}
