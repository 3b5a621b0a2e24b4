import { refuse, type Decision } from '../domain/decision.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { FindingEvent, FindingMade } from '../domain/outcome/finding-events.js';
import type { HandledOutcome } from '../domain/outcome/hands.js';
import { EVENT_OF, makeFinding, type MakeFinding } from '../domain/outcome/make-finding.js';
import { findingContent } from './commands.js';
import { execute, type Executed, type Sender } from './execute.js';
import type { Deciding } from './ledger.js';
import { knownInDraft } from './savings.js';
import { handledAggregate } from './streams.js';

/**
 * Records what somebody found of an outcome. `revision` is the one that they looked at: what was found is found of that. Refuses revision-conflict for an outcome
 * that went on since, then what the finding refuses; and rests-on-row-above
 * for what depends on what else is recorded together with it.
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
    return decideBesideSavings(ledger, { outcomeId, made, person: sender.actor }, handled);
  });
}

/**
 * Decides on a finding by the other savings, where it gives a grade: as the ledger has them and, in a draft, as that one will leave them. A finding names the entry as at which
 * it looked at them. What is recorded together has none yet, so nothing is recorded that only holds with what stands above it, nor what holds no more.
 */
async function decideBesideSavings(
  ledger: Deciding,
  command: MakeFinding,
  handled: HandledOutcome,
): Promise<Decision<FindingEvent>> {
  const { finding } = command.made;
  const givesGrade = finding === 'validated' || finding === 'audited';
  const known = givesGrade ? await ledger.savings.knownFor(command.outcomeId, handled.outcome) : undefined;
  const decided = makeFinding(command, handled, known);
  if (known === undefined || ledger.inDraft === undefined) return decided;
  const { draft, isTogether } = ledger.inDraft;
  const afterDraft = makeFinding(command, handled, await knownInDraft(known, draft));
  const isSame = decided.accepted === afterDraft.accepted;
  return isTogether && !isSame ? refuse({ code: 'rests-on-row-above', finding }) : afterDraft;
}
