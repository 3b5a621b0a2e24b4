import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Executed } from '../../ledger/execute.js';
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

  /** What stands already is refused as unchanged: whoever asks for it under a new key expects something to happen. */
  async execute({ sender, fact }: ChangeMeasures): Promise<Executed> {
    const done = await fact.record(this.ledger, sender);
    return done.ok && done.receipt === undefined ? { ok: false, refusal: { code: 'unchanged' } } : done;
  }
}
