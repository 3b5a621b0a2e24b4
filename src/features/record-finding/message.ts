import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionAsked, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { FINDING_EXAMPLES, findingSchema, readFinding } from './finding-body.js';
import { RecordFinding, RecordFindingHandler } from './record-finding.js';

/** A finding that comes as a message. */
export const recordFindingMessage = {
  type: 'tallystick.RecordFinding.v1',
  summary:
    'Validate, audit, query or reject an outcome, or answer a query. The postings of the receipt are the differences',
  names: ['ce_subject', 'ce_revision'],
  body: findingSchema,
  examples: FINDING_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const command = new RecordFinding(about.sender, outcomeId, readFinding(body), revisionAsked(about));
    const receipt = receiptOf(await new RecordFindingHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
