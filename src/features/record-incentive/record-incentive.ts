import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { IncentiveFact } from '../../domain/incentive/events.js';
import { refuseUnchanged, type Executed } from '../../ledger/execute.js';
import { recordIncentiveFact } from '../../ledger/incentives.js';
import { Ledger } from '../../ledger/ledger.js';
import type { Sender } from '../../web/request-headers.js';

/** Records a version of how collections are given back, or a receipt of what was given back. */
export class RecordIncentive extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly fact: IncentiveFact,
  ) {
    super();
  }
}

@CommandHandler(RecordIncentive)
export class RecordIncentiveHandler implements ICommandHandler<RecordIncentive> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, fact }: RecordIncentive): Promise<Executed> {
    return refuseUnchanged(await recordIncentiveFact(this.ledger, sender, fact));
  }
}
