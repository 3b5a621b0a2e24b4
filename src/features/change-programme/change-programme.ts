import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProgrammeFact } from '../../domain/programme/events.js';
import { refuseUnchanged, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { recordProgrammeFact } from '../../ledger/programmes.js';
import type { Sender } from '../../web/request-headers.js';

/** Records a fact about a project or about the tiers of a programme. */
export class ChangeProgramme extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly fact: ProgrammeFact,
  ) {
    super();
  }
}

@CommandHandler(ChangeProgramme)
export class ChangeProgrammeHandler implements ICommandHandler<ChangeProgramme> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, fact }: ChangeProgramme): Promise<Executed> {
    return refuseUnchanged(await recordProgrammeFact(this.ledger, sender, fact));
  }
}
