import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '../../domain/decision.js';
import type { CollaborationId, OutcomeId } from '../../domain/identifiers.js';
import type { OutcomeDetails } from '../../domain/outcome/events.js';
import { recordOutcome } from '../../domain/outcome/record-outcome.js';
import { recordOutcomeContent } from '../../ledger/commands.js';
import { executeNew, type Executed } from '../../ledger/execute.js';
import type { ItemReference } from '../../domain/outcome/item-reference.js';
import { Ledger } from '../../ledger/ledger.js';
import { recordByItem } from '../../ledger/record-item.js';
import { withPredecessor } from '../../ledger/savings.js';
import { outcomeStream } from '../../ledger/streams.js';
import type { Sender } from '../../web/request-headers.js';

export class RecordOutcome extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    /** The id that follows from the sender's command; an outcome with an item has the item's. */
    readonly outcomeId: OutcomeId,
    readonly collaboration: CollaborationId,
    readonly outcome: OutcomeDetails,
    /** What the item is known by, where it is: the outcome is recorded under its item's id then. */
    readonly item?: ItemReference,
  ) {
    super();
  }
}

@CommandHandler(RecordOutcome)
export class RecordOutcomeHandler implements ICommandHandler<RecordOutcome> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, outcomeId, collaboration, outcome, item }: RecordOutcome): Promise<Executed> {
    if (item !== undefined) return recordByItem(this.ledger, sender, { collaboration, outcome }, item);
    const context = await this.ledger.agreements.contextFor(collaboration, this.ledger.now());
    const decision =
      context === undefined
        ? refuse({ code: 'unknown-collaboration', collaboration })
        : recordOutcome({ collaboration, outcome }, await withPredecessor(this.ledger.store, outcome, context));
    const content = recordOutcomeContent(collaboration, outcome);
    return executeNew(this.ledger, outcomeStream(outcomeId), { ...sender, content }, decision);
  }
}
