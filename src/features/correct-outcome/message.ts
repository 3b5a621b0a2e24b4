import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionAsked, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { CorrectOutcome, CorrectOutcomeHandler } from './correct-outcome.js';
import { CORRECTION_EXAMPLES, correctionSchema, readCorrection } from './correction-body.js';

/** A correction that comes as a message. */
export const correctOutcomeMessage = {
  type: 'tallystick.CorrectOutcome.v1',
  summary: 'Correct an outcome. The postings of the receipt are the differences',
  names: ['ce_subject', 'ce_revision'],
  body: correctionSchema,
  examples: CORRECTION_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const { reason, changes, claim } = readCorrection(body);
    const command = new CorrectOutcome(about.sender, outcomeId, reason, changes, revisionAsked(about), claim);
    const receipt = receiptOf(await new CorrectOutcomeHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
