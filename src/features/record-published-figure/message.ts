import { figureIdFor } from '../../ledger/commands.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { About } from '../../web/message-about.js';
import { placeOf } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { FIGURE_EXAMPLES, figureSchema, readFigure } from './figure-body.js';
import { RecordPublishedFigure, RecordPublishedFigureHandler } from './record-published-figure.js';

/** A published figure that comes as a message. */
export const recordPublishedFigureMessage = {
  type: 'tallystick.RecordPublishedFigure.v1',
  summary: 'Record a figure that somebody published',
  names: [],
  body: figureSchema,
  examples: FIGURE_EXAMPLES,
  async take(ledger: Ledger, { sender }: About, body: unknown): Promise<object> {
    const command = new RecordPublishedFigure(sender, readFigure(body));
    const receipt = receiptOf(await new RecordPublishedFigureHandler(ledger).execute(command));
    return { figureId: figureIdFor(sender.id), ...placeOf(sender.id, receipt.entry), revision: receipt.revision };
  },
} as const;
