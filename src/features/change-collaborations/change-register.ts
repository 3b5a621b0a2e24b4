import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuseUnchanged, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import type { ToldFact } from '../../ledger/told-facts.js';
import type { Sender } from '../../web/request-headers.js';

/** Registers a region or a force. */
export class ChangeRegister extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly fact: ToldFact,
  ) {
    super();
  }
}

@CommandHandler(ChangeRegister)
export class ChangeRegisterHandler implements ICommandHandler<ChangeRegister> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, fact }: ChangeRegister): Promise<Executed> {
    return refuseUnchanged(await fact.record(this.ledger, sender));
  }
}
