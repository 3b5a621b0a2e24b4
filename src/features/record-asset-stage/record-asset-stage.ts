import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse, type Decision } from '../../domain/decision.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { AssetStage } from '../../domain/outcome/asset-stages.js';
import type { AssetStageReached } from '../../domain/outcome/events.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { recordAssetStageContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { outcomeAggregate } from '../../ledger/streams.js';
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

  execute(command: RecordAssetStage): Promise<Executed> {
    const { sender, outcomeId, stage } = command;
    const content = recordAssetStageContent(outcomeId, stage);
    return execute(this.ledger, outcomeAggregate(outcomeId), { ...sender, content }, (outcome, current) =>
      this.decide(command, outcome, current),
    );
  }

  private async decide(
    { outcomeId, stage, revision }: RecordAssetStage,
    outcome: Outcome,
    current: number,
  ): Promise<Decision<AssetStageReached>> {
    if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
    if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
    if (revision !== undefined && revision !== current) return refuse({ code: 'revision-conflict', current });
    const { collaboration } = outcome;
    const context = await this.ledger.agreements.contextFor(collaboration, this.ledger.now());
    if (context === undefined) return refuse({ code: 'unknown-collaboration', collaboration });
    return recordAssetStage({ outcomeId, stage }, outcome, context);
  }
}
