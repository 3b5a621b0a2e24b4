import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse, type Decision } from '../../domain/decision.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import { answerQuery } from '../../domain/outcome/answer-query.js';
import { auditOutcome } from '../../domain/outcome/audit-outcome.js';
import type { Finding, FindingEvent } from '../../domain/outcome/finding-events.js';
import type { HandledOutcome } from '../../domain/outcome/hands.js';
import { queryOutcome } from '../../domain/outcome/query-outcome.js';
import type { SavingsKnown } from '../../domain/outcome/saving-claims.js';
import { rejectOutcome } from '../../domain/outcome/reject-outcome.js';
import { validateOutcome } from '../../domain/outcome/validate-outcome.js';
import { unreachable } from '../../domain/unreachable.js';
import { findingContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { handledAggregate } from '../../ledger/streams.js';
import type { Sender } from '../../web/request-headers.js';
import type { FindingMade } from './finding-body.js';

export class RecordFinding extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly made: FindingMade,
    /** The revision that the sender read: what was found is found of that. */
    readonly revision: number,
  ) {
    super();
  }
}

/** The event in which each finding ends. */
export const EVENT_OF: Readonly<Record<Finding, FindingEvent['type']>> = {
  validated: 'OutcomeValidated',
  audited: 'OutcomeAudited',
  queried: 'OutcomeQueried',
  answered: 'OutcomeQueryAnswered',
  rejected: 'OutcomeRejected',
};

@CommandHandler(RecordFinding)
export class RecordFindingHandler implements ICommandHandler<RecordFinding> {
  constructor(private readonly ledger: Ledger) {}

  execute(command: RecordFinding): Promise<Executed> {
    const { sender, outcomeId, made, revision } = command;
    const reason = 'reason' in made ? made.reason : undefined;
    const content = findingContent(outcomeId, EVENT_OF[made.finding], reason, revision);
    return execute(this.ledger, handledAggregate(outcomeId), { ...sender, content }, async (handled, current) => {
      if (handled.outcome.status === 'recorded' && revision !== current)
        return refuse({ code: 'revision-conflict', current });
      const givesGrade = made.finding === 'validated' || made.finding === 'audited';
      const savings = givesGrade ? await this.ledger.savings.knownFor(outcomeId, handled.outcome) : undefined;
      return decide(command, handled, savings);
    });
  }
}

function decide(
  { made, outcomeId, sender }: RecordFinding,
  handled: HandledOutcome,
  savings: SavingsKnown | undefined,
): Decision<FindingEvent> {
  switch (made.finding) {
    case 'validated':
      return validateOutcome({ outcomeId, person: sender.actor }, handled, savings);
    case 'audited':
      return auditOutcome({ outcomeId, person: sender.actor }, handled, savings);
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
