import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionAsked, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { RecordAssetStage, RecordAssetStageHandler } from './record-asset-stage.js';
import { readStage, STAGE_EXAMPLES, stageSchema } from './stage-body.js';

/** A stage of an asset that comes as a message. */
export const recordAssetStageMessage = {
  type: 'tallystick.RecordAssetStage.v1',
  summary: 'Record a stage that an asset reached. The postings of the receipt are what it changes',
  names: ['ce_subject', 'ce_revision'],
  body: stageSchema,
  examples: STAGE_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const command = new RecordAssetStage(about.sender, outcomeId, readStage(body), revisionAsked(about));
    const receipt = receiptOf(await new RecordAssetStageHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
