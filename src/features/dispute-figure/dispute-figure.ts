import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FigureId } from '../../domain/identifiers.js';
import { disputeFigure, endDispute } from '../../domain/published-figure/dispute-figure.js';
import type { FigureDisputeEnded, PublishedFigureDisputed } from '../../domain/published-figure/events.js';
import { disputeContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { figureAggregate } from '../../ledger/streams.js';
import type { Sender } from '../../web/request-headers.js';

/** What is said of a figure: that it is disputed, or no longer, and why. */
export type DisputeAsked =
  Pick<PublishedFigureDisputed, 'type' | 'reason'> | Pick<FigureDisputeEnded, 'type' | 'reason'>;

export class DisputeFigure extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly figureId: FigureId,
    readonly asked: DisputeAsked,
  ) {
    super();
  }
}

@CommandHandler(DisputeFigure)
export class DisputeFigureHandler implements ICommandHandler<DisputeFigure> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, figureId, asked }: DisputeFigure): Promise<Executed> {
    const content = disputeContent(figureId, asked);
    return execute(this.ledger, figureAggregate(figureId), { ...sender, content }, (figure) =>
      asked.type === 'PublishedFigureDisputed'
        ? disputeFigure({ figureId, reason: asked.reason }, figure)
        : endDispute({ figureId, reason: asked.reason }, figure),
    );
  }
}
