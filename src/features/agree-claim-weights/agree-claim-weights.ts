import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { agreeClaimWeights, type AgreeClaimWeights as Agreed } from '../../domain/outcome/agree-claim-weights.js';
import { agreeClaimWeightsContent } from '../../ledger/commands.js';
import type { Executed } from '../../ledger/execute.js';
import { executeOnOutcome } from '../../ledger/execute-on-outcome.js';
import { Ledger } from '../../ledger/ledger.js';
import type { Sender } from '../../web/request-headers.js';

export class AgreeClaimWeights extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly agreed: Agreed,
    /** The revision that the sender read, where they said so. */
    readonly revision: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(AgreeClaimWeights)
export class AgreeClaimWeightsHandler implements ICommandHandler<AgreeClaimWeights> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, agreed, revision }: AgreeClaimWeights): Promise<Executed> {
    const { outcomeId, weights } = agreed;
    const content = agreeClaimWeightsContent(outcomeId, weights);
    return executeOnOutcome(this.ledger, { ...sender, content }, outcomeId, revision, (outcome, context) =>
      agreeClaimWeights(agreed, outcome, context),
    );
  }
}
