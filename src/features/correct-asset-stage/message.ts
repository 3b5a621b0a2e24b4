import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionAsked, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { CorrectAssetStage, CorrectAssetStageHandler } from './correct-asset-stage.js';
import { readStageCorrection, STAGE_CORRECTION_EXAMPLES, stageCorrectionSchema } from './stage-correction-body.js';

/** A correction of a stage that comes as a message. */
export const correctAssetStageMessage = {
  type: 'tallystick.CorrectAssetStage.v1',
  summary: 'Put a stage of an asset right, or take it away. The postings of the receipt are the differences',
  names: ['ce_subject', 'ce_revision'],
  body: stageCorrectionSchema,
  examples: STAGE_CORRECTION_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const correction = readStageCorrection(body);
    const command = new CorrectAssetStage(about.sender, outcomeId, correction, revisionAsked(about));
    const receipt = receiptOf(await new CorrectAssetStageHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
