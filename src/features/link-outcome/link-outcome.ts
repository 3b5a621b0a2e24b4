import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refuse } from '../../domain/decision.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import { linkOutcome, unlinkOutcome, type LinkOutcome as Link } from '../../domain/outcome/link-outcome.js';
import { linkOutcomeContent, unlinkOutcomeContent } from '../../ledger/commands.js';
import type { Executed } from '../../ledger/execute.js';
import { executeLink } from '../../ledger/execute-link.js';
import { Ledger } from '../../ledger/ledger.js';
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
    return executeLink(
      this.ledger,
      { ...sender, content: linkOutcomeContent(link) },
      {
        duplicate: link.outcomeId,
        primaryOf: () => link.primary,
        decide: (own, primary) =>
          isStale(own, revision)
            ? refuse({ code: 'revision-conflict', current: own.revision })
            : linkOutcome(link, own.outcome, primary),
      },
    );
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
    return executeLink(
      this.ledger,
      { ...sender, content: unlinkOutcomeContent({ outcomeId, reason }) },
      {
        duplicate: outcomeId,
        primaryOf: (outcome) => (outcome.status === 'recorded' ? outcome.duplicateOf : undefined),
        decide: async (own) => {
          const { outcome } = own;
          if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
          if (isStale(own, revision)) return refuse({ code: 'revision-conflict', current: own.revision });
          const { collaboration } = outcome;
          const context = await this.ledger.agreements.contextFor(collaboration, this.ledger.now());
          if (context === undefined) return refuse({ code: 'unknown-collaboration', collaboration });
          return unlinkOutcome({ outcomeId, reason }, outcome, context);
        },
      },
    );
  }
}

function isStale(
  own: { readonly outcome: { readonly status: string }; readonly revision: number },
  read: number | undefined,
): boolean {
  return own.outcome.status === 'recorded' && read !== undefined && read !== own.revision;
}
