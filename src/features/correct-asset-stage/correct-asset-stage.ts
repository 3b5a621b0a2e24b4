import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OutcomeId } from '../../domain/identifiers.js';
import { correctAssetStage, type CorrectAssetStage as Correction } from '../../domain/outcome/correct-asset-stage.js';
import { correctAssetStageContent } from '../../ledger/commands.js';
import type { Executed } from '../../ledger/execute.js';
import { executeOnOutcome } from '../../ledger/execute-on-outcome.js';
import { Ledger } from '../../ledger/ledger.js';
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

  execute({ sender, outcomeId, correction, revision }: CorrectAssetStage): Promise<Executed> {
    const { number, reason, stage } = correction;
    const content = correctAssetStageContent(outcomeId, { number, reason, ...(stage !== undefined && { stage }) });
    return executeOnOutcome(this.ledger, { ...sender, content }, outcomeId, revision, (outcome, context) =>
      correctAssetStage({ ...correction, outcomeId }, outcome, context),
    );
  }
}
