import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { AssetStage } from '../../domain/outcome/asset-stages.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { recordAssetStageContent } from '../../ledger/commands.js';
import type { Executed } from '../../ledger/execute.js';
import { executeOnOutcome } from '../../ledger/execute-on-outcome.js';
import { Ledger } from '../../ledger/ledger.js';
import type { Sender } from '../../web/request-headers.js';

export class RecordAssetStage extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly stage: AssetStage,
    /** The revision that the sender read; `undefined` for a row of a file, whose stages come in their own order. */
    readonly revision: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(RecordAssetStage)
export class RecordAssetStageHandler implements ICommandHandler<RecordAssetStage> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, outcomeId, stage, revision }: RecordAssetStage): Promise<Executed> {
    const content = recordAssetStageContent(outcomeId, stage);
    return executeOnOutcome(this.ledger, { ...sender, content }, outcomeId, revision, (outcome, context) =>
      recordAssetStage({ outcomeId, stage }, outcome, context),
    );
  }
}
