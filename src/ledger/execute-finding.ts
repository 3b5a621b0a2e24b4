import { refuse } from '../domain/decision.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { FindingMade } from '../domain/outcome/finding-events.js';
import { EVENT_OF, makeFinding } from '../domain/outcome/make-finding.js';
import { findingContent } from './commands.js';
import { execute, type Executed, type Sender } from './execute.js';
import type { Deciding } from './ledger.js';
import { handledAggregate } from './streams.js';

/**
 * Records what somebody found of an outcome. `revision` is the one that they looked at: what was found is found of that. Refuses revision-conflict for an outcome
 * that went on since, then what the finding refuses.
 */
export function executeFinding(
  ledger: Deciding,
  sender: Sender,
  outcomeId: OutcomeId,
  made: FindingMade,
  revision: number,
): Promise<Executed> {
  const reason = 'reason' in made ? made.reason : undefined;
  const content = findingContent(outcomeId, EVENT_OF[made.finding], reason, revision);
  return execute(ledger, handledAggregate(outcomeId), { ...sender, content }, async (handled, current) => {
    if (handled.outcome.status === 'recorded' && revision !== current)
      return refuse({ code: 'revision-conflict', current });
    const givesGrade = made.finding === 'validated' || made.finding === 'audited';
    const savings = givesGrade ? await ledger.savings.knownFor(outcomeId, handled.outcome) : undefined;
    return makeFinding({ outcomeId, made, person: sender.actor }, handled, savings);
  });
}
