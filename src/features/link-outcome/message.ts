import { postingsIn } from '../../../projections/totals.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAsked, revisionGiven, type About } from '../../web/message-about.js';
import { recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { LINK_EXAMPLES, linkSchema, readLink, readUnlink, UNLINK_EXAMPLES, unlinkSchema } from './link-body.js';
import { LinkOutcome, LinkOutcomeHandler, UnlinkOutcome, UnlinkOutcomeHandler } from './link-outcome.js';

/** A link that comes as a message. */
export const linkOutcomeMessage = {
  type: 'tallystick.LinkOutcome.v1',
  summary: 'Link an outcome to the one that it is a duplicate of',
  names: ['ce_subject'],
  body: linkSchema,
  examples: LINK_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const command = new LinkOutcome(about.sender, { outcomeId, ...readLink(body) }, revisionGiven(about));
    const receipt = receiptOf(await new LinkOutcomeHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;

/** The undoing of a link that comes as a message. */
export const unlinkOutcomeMessage = {
  type: 'tallystick.UnlinkOutcome.v1',
  summary: 'Undo a link',
  names: ['ce_subject'],
  body: unlinkSchema,
  examples: UNLINK_EXAMPLES,
  async take(ledger: Ledger, about: About, body: unknown): Promise<RecordedAnswer> {
    const outcomeId = outcomeAsked(about);
    const command = new UnlinkOutcome(about.sender, outcomeId, readUnlink(body), revisionGiven(about));
    const receipt = receiptOf(await new UnlinkOutcomeHandler(ledger).execute(command));
    return recordedAnswer(outcomeId, about.sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  },
} as const;
