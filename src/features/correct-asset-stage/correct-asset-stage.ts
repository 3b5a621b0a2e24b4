import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse, type Decision } from '../../domain/decision.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import { correctAssetStage, type CorrectAssetStage as Correction } from '../../domain/outcome/correct-asset-stage.js';
import type { AssetStageCorrected } from '../../domain/outcome/events.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { correctAssetStageContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { outcomeAggregate } from '../../ledger/streams.js';
import type { Sender } from '../../web/request-headers.js';

export class CorrectAssetStage extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly correction: Omit<Correction, 'outcomeId'>,
    /** The revision that the sender read: the numbers of stages are those of that revision. */
    readonly revision: number,
  ) {
    super();
  }
}

@CommandHandler(CorrectAssetStage)
export class CorrectAssetStageHandler implements ICommandHandler<CorrectAssetStage> {
  constructor(private readonly ledger: Ledger) {}

  execute(command: CorrectAssetStage): Promise<Executed> {
    const { sender, outcomeId, correction } = command;
    const { number, reason, stage } = correction;
    const content = correctAssetStageContent(outcomeId, { number, reason, ...(stage !== undefined && { stage }) });
    return execute(this.ledger, outcomeAggregate(outcomeId), { ...sender, content }, (outcome, current) =>
      this.decide(command, outcome, current),
    );
  }

  private async decide(
    { outcomeId, correction, revision }: CorrectAssetStage,
    outcome: Outcome,
    current: number,
  ): Promise<Decision<AssetStageCorrected>> {
    if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
    if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
    if (revision !== current) return refuse({ code: 'revision-conflict', current });
    const { collaboration } = outcome;
    const context = await this.ledger.agreements.contextFor(collaboration, this.ledger.now());
    if (context === undefined) return refuse({ code: 'unknown-collaboration', collaboration });
    return correctAssetStage({ ...correction, outcomeId }, outcome, context);
  }
}
