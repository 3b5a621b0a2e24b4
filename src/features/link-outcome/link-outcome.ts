import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { LinkOutcome as Link } from '../../domain/outcome/link-outcome.js';
import type { Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { makeLink, undoLink } from '../../ledger/make-link.js';
import type { Sender } from '../../web/request-headers.js';

export class LinkOutcome extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly link: Link,
    /** The revision of the duplicate that the sender read, where they said so. */
    readonly revision: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(LinkOutcome)
export class LinkOutcomeHandler implements ICommandHandler<LinkOutcome> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, link, revision }: LinkOutcome): Promise<Executed> {
    return makeLink(this.ledger, sender, link, revision);
  }
}

export class UnlinkOutcome extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly outcomeId: OutcomeId,
    readonly reason: Link['reason'],
    readonly revision: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(UnlinkOutcome)
export class UnlinkOutcomeHandler implements ICommandHandler<UnlinkOutcome> {
  constructor(private readonly ledger: Ledger) {}

  execute({ sender, outcomeId, reason, revision }: UnlinkOutcome): Promise<Executed> {
    return undoLink(this.ledger, sender, { outcomeId, reason }, revision);
  }
}
