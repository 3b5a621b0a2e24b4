import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionGiven, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { AgreeClaimWeights, AgreeClaimWeightsHandler } from './agree-claim-weights.js';
import { readWeights, WEIGHTS_EXAMPLES, weightsSchema } from './weights-body.js';

/** An agreement on weights that comes as a message. */
export const agreeClaimWeightsMessage = {
  type: 'tallystick.AgreeClaimWeights.v1',
  summary: 'Agree by which weights the units that claim an outcome share it',
  names: ['ce_subject'],
  body: weightsSchema,
  examples: WEIGHTS_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const command = new AgreeClaimWeights(
      about.sender,
      { outcomeId, weights: readWeights(body) },
      revisionGiven(about),
    );
    const receipt = receiptOf(await new AgreeClaimWeightsHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
