import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionGiven, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { WithdrawOutcome, WithdrawOutcomeHandler } from './withdraw-outcome.js';
import { readWithdrawal, WITHDRAWAL_EXAMPLES, withdrawalSchema } from './withdrawal-body.js';

/** A withdrawal that comes as a message. */
export const withdrawOutcomeMessage = {
  type: 'tallystick.WithdrawOutcome.v1',
  summary: 'Withdraw an outcome, which is final',
  names: ['ce_subject'],
  body: withdrawalSchema,
  examples: WITHDRAWAL_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const { reason, claim } = readWithdrawal(body);
    const command = new WithdrawOutcome(about.sender, outcomeId, reason, revisionGiven(about), claim);
    const receipt = receiptOf(await new WithdrawOutcomeHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
