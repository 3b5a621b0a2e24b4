import { postingsIn } from '../../../projections/totals.js';
import { outcomeIdFor, recordedOutcomeId } from '../../ledger/commands.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { outcomeSchema } from '../../web/outcome-schemas.js';
import { receiptOf } from '../../web/problems.js';
import { OUTCOME_EXAMPLES } from './examples.js';
import { readOutcome } from './outcome-body.js';
import { RecordOutcome, RecordOutcomeHandler } from './record-outcome.js';

/** An outcome that comes as a message. */
export const recordOutcomeMessage = {
  type: 'tallystick.RecordOutcome.v1',
  summary: 'Record an outcome',
  names: [],
  body: outcomeSchema,
  examples: OUTCOME_EXAMPLES,
  async take(ledger: Ledger, { sender }: About, body: unknown): Promise<RecordedAnswer> {
    const { collaboration, outcome, item } = readOutcome(body);
    const command = new RecordOutcome(sender, outcomeIdFor(sender.id), collaboration, outcome, item);
    const receipt = receiptOf(await new RecordOutcomeHandler(ledger).execute(command));
    const outcomeId = recordedOutcomeId(sender.id, receipt.event);
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
