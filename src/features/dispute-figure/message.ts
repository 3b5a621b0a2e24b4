import type { FigureId } from '../../domain/identifiers.js';
import type { Ledger } from '../../ledger/ledger.js';
import { subjectAsked, type About } from '../../web/message-about.js';
import { placeOf } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import {
  DISPUTE_END_EXAMPLES,
  DISPUTE_EXAMPLES,
  disputeEndSchema,
  disputeSchema,
  readDispute,
  readDisputeEnd,
} from './dispute-body.js';
import { DisputeFigure, DisputeFigureHandler, type DisputeAsked } from './dispute-figure.js';

/** That a published figure is disputed, as a message. */
export const disputeFigureMessage = {
  type: 'tallystick.DisputeFigure.v1',
  summary: 'Say that a published figure is disputed from now on',
  names: ['ce_subject'],
  body: disputeSchema,
  examples: DISPUTE_EXAMPLES,
  take: (ledger: Ledger, about: About, body: unknown): Promise<object> => say(ledger, about, readDispute(body)),
} as const;

/** That it is disputed no longer, as a message. */
export const endFigureDisputeMessage = {
  type: 'tallystick.EndFigureDispute.v1',
  summary: 'Say that a published figure is disputed no longer',
  names: ['ce_subject'],
  body: disputeEndSchema,
  examples: DISPUTE_END_EXAMPLES,
  take: (ledger: Ledger, about: About, body: unknown): Promise<object> => say(ledger, about, readDisputeEnd(body)),
} as const;

async function say(ledger: Ledger, about: About, asked: DisputeAsked): Promise<object> {
  const { sender } = about;
  const figureId = subjectAsked<FigureId>(about, 'a published figure');
  const command = new DisputeFigure(sender, figureId, asked);
  const receipt = receiptOf(await new DisputeFigureHandler(ledger).execute(command));
  return { figureId, ...placeOf(sender.id, receipt.entry), revision: receipt.revision };
}
