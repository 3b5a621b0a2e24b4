import type { Decision } from '../decision.js';
import type { OutcomeId, PersonId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import { answerQuery } from './answer-query.js';
import { auditOutcome } from './audit-outcome.js';
import type { Finding, FindingEvent, FindingMade } from './finding-events.js';
import type { HandledOutcome } from './hands.js';
import { queryOutcome } from './query-outcome.js';
import { rejectOutcome } from './reject-outcome.js';
import type { SavingsBeside } from './saving-claims.js';
import { validateOutcome } from './validate-outcome.js';

/** Something that a person finds of an outcome. */
export interface MakeFinding {
  readonly outcomeId: OutcomeId;
  readonly made: FindingMade;
  readonly person: PersonId;
}

/** The event in which each finding ends. */
export const EVENT_OF: Readonly<Record<Finding, FindingEvent['type']>> = {
  validated: 'OutcomeValidated',
  audited: 'OutcomeAudited',
  queried: 'OutcomeQueried',
  answered: 'OutcomeQueryAnswered',
  rejected: 'OutcomeRejected',
};

/** Decides on a finding of any sort; refuses what that sort refuses. `savings` is what has to be known of other savings where a grade is given to one. */
export function makeFinding(
  { made, outcomeId, person }: MakeFinding,
  handled: HandledOutcome,
  savings: SavingsBeside,
): Decision<FindingEvent> {
  switch (made.finding) {
    case 'validated':
      return validateOutcome({ outcomeId, person }, handled, savings);
    case 'audited':
      return auditOutcome({ outcomeId, person }, handled, savings);
    case 'queried':
      return queryOutcome({ outcomeId, reason: made.reason }, handled.outcome);
    case 'answered':
      return answerQuery({ outcomeId, reason: made.reason }, handled.outcome);
    case 'rejected':
      return rejectOutcome({ outcomeId, reason: made.reason }, handled.outcome);
    default:
      return unreachable(made);
  }
}
