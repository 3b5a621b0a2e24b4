import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { FindingMade } from '../../domain/outcome/finding-events.js';
import type { Executed } from '../../ledger/execute.js';
import { executeFinding } from '../../ledger/execute-finding.js';
import { Ledger } from '../../ledger/ledger.js';
import type { Sender } from '../../web/request-headers.js';

export class RecordFinding extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly made: FindingMade,
    /** The revision that the sender read: what was found is found of that. */
    readonly revision: number,
  ) {
    super();
  }
}

@CommandHandler(RecordFinding)
export class RecordFindingHandler implements ICommandHandler<RecordFinding> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, outcomeId, made, revision }: RecordFinding): Promise<Executed> {
    return executeFinding(this.ledger, sender, outcomeId, made, revision);
  }
}
