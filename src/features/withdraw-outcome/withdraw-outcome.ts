import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '../../domain/decision.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import { withdrawOutcome, type WithdrawOutcome as Withdrawal } from '../../domain/outcome/withdraw-outcome.js';
import { withdrawOutcomeContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { outcomeAggregate } from '../../ledger/streams.js';
import type { Sender } from '../../web/request-headers.js';

export class WithdrawOutcome extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly reason: Withdrawal['reason'],
    /** The revision that the sender read, where they said so. */
    readonly revision: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(WithdrawOutcome)
export class WithdrawOutcomeHandler implements ICommandHandler<WithdrawOutcome> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, outcomeId, reason, revision }: WithdrawOutcome): Promise<Executed> {
    const content = withdrawOutcomeContent(outcomeId, reason);
    return execute(this.ledger, outcomeAggregate(outcomeId), { ...sender, content }, (outcome, current) =>
      outcome.status === 'recorded' && revision !== undefined && revision !== current
        ? refuse({ code: 'revision-conflict', current })
        : withdrawOutcome({ outcomeId, reason }, outcome),
    );
  }
}
