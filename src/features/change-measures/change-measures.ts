import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseUnchanged, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import type { ToldFact } from '../../ledger/told-facts.js';
import type { Sender } from '../../web/request-headers.js';

/** Tells something of what counts and how: what it says and how it is decided are in the fact. */
export class ChangeMeasures extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly fact: ToldFact,
  ) {
    super();
  }
}

@CommandHandler(ChangeMeasures)
export class ChangeMeasuresHandler implements ICommandHandler<ChangeMeasures> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, fact }: ChangeMeasures): Promise<Executed> {
    return refuseUnchanged(await fact.record(this.ledger, sender));
  }
}
