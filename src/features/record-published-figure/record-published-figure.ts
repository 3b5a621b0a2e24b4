import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '../../domain/decision.js';
import type { PublishedFigure } from '../../domain/published-figure/events.js';
import { recordPublishedFigure } from '../../domain/published-figure/record-published-figure.js';
import { figureIdFor, recordPublishedFigureContent } from '../../ledger/commands.js';
import { executeNew, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { publishedFigure } from '../../ledger/published-figure.js';
import { figureStream } from '../../ledger/streams.js';
import type { Sender } from '../../web/request-headers.js';

export class RecordPublishedFigure extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly figure: PublishedFigure,
  ) {
    super();
  }
}

@CommandHandler(RecordPublishedFigure)
export class RecordPublishedFigureHandler implements ICommandHandler<RecordPublishedFigure> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, figure }: RecordPublishedFigure): Promise<Executed> {
    const { collaboration } = figure;
    const context = await this.ledger.agreements.contextFor(collaboration, this.ledger.now());
    const decision =
      context === undefined
        ? refuse({ code: 'unknown-collaboration', collaboration })
        : recordPublishedFigure(figure, {
            ...context,
            containing: await publishedFigure(this.ledger.store, figure.within),
          });
    const content = recordPublishedFigureContent(figure);
    return executeNew(this.ledger, figureStream(figureIdFor(sender.id)), { ...sender, content }, decision);
  }
}
