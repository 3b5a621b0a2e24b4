import { postingsIn } from '../../../projections/totals.js';
import { outcomeIdFor } from '../../ledger/commands.js';
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
    const { collaboration, outcome } = readOutcome(body);
    const outcomeId = outcomeIdFor(sender.id);
    const command = new RecordOutcome(sender, outcomeId, collaboration, outcome);
    const receipt = receiptOf(await new RecordOutcomeHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
