import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '../../domain/decision.js';
import type { OutcomeId, UnitId } from '../../domain/identifiers.js';
import { withdrawClaim } from '../../domain/outcome/withdraw-claim.js';
import { withdrawOutcome, type WithdrawOutcome as Withdrawal } from '../../domain/outcome/withdraw-outcome.js';
import { withdrawClaimContent, withdrawOutcomeContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { executeOnOutcome } from '../../ledger/execute-on-outcome.js';
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
    /** Whose claim is taken back, where several units claim the outcome. */
    readonly claim?: UnitId,
  ) {
    super();
  }
}

@CommandHandler(WithdrawOutcome)
export class WithdrawOutcomeHandler implements ICommandHandler<WithdrawOutcome> {
  constructor(private readonly ledger: Ledger) {}

  execute(command: WithdrawOutcome): Promise<Executed> {
    const { sender, outcomeId, reason, revision, claim } = command;
    if (claim !== undefined) return this.executeClaim(command, claim);
    const content = withdrawOutcomeContent(outcomeId, reason);
    return execute(this.ledger, outcomeAggregate(outcomeId), { ...sender, content }, (outcome, current) =>
      outcome.status === 'recorded' && revision !== undefined && revision !== current
        ? refuse({ code: 'revision-conflict', current })
        : withdrawOutcome({ outcomeId, reason }, outcome),
    );
  }

  private executeClaim({ sender, outcomeId, reason, revision }: WithdrawOutcome, claim: UnitId): Promise<Executed> {
    const content = withdrawClaimContent(outcomeId, claim, reason);
    return executeOnOutcome(this.ledger, { ...sender, content }, outcomeId, revision, (outcome, context) =>
      withdrawClaim({ outcomeId, claim, reason }, outcome, context),
    );
  }
}
