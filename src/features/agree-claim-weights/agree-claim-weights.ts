import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '../../domain/decision.js';
import { agreeClaimWeights, type AgreeClaimWeights as Agreed } from '../../domain/outcome/agree-claim-weights.js';
import { agreeClaimWeightsContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { outcomeAggregate } from '../../ledger/streams.js';
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
    return execute(this.ledger, outcomeAggregate(outcomeId), { ...sender, content }, async (outcome, current) => {
      if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
      if (outcome.status === 'recorded' && revision !== undefined && revision !== current)
        return refuse({ code: 'revision-conflict', current });
      const { collaboration } = outcome;
      const context = await this.ledger.agreements.contextFor(collaboration, this.ledger.now());
      if (context === undefined) return refuse({ code: 'unknown-collaboration', collaboration });
      return agreeClaimWeights(agreed, outcome, context);
    });
  }
}
