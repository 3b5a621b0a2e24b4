import { refuse } from '../domain/decision.js';
import { linkOutcome, unlinkOutcome, type LinkOutcome, type UnlinkOutcome } from '../domain/outcome/link-outcome.js';
import { linkOutcomeContent, unlinkOutcomeContent } from './commands.js';
import { executeLink } from './execute-link.js';
import type { Executed, Sender } from './execute.js';
import type { Deciding } from './ledger.js';

/**
 * Links an outcome to the one that it is a duplicate of. `revision` is that of the duplicate, where the sender said which they read. Refuses revision-conflict, then
 * what `linkOutcome` refuses.
 */
export function makeLink(
  ledger: Deciding,
  sender: Sender,
  link: LinkOutcome,
  revision: number | undefined,
): Promise<Executed> {
  return executeLink(
    ledger,
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

/** Undoes a link, with `revision` as above. Refuses unknown-outcome, revision-conflict, unknown-collaboration, then what `unlinkOutcome` refuses. */
export function undoLink(
  ledger: Deciding,
  sender: Sender,
  unlink: UnlinkOutcome,
  revision: number | undefined,
): Promise<Executed> {
  return executeLink(
    ledger,
    { ...sender, content: unlinkOutcomeContent(unlink) },
    {
      duplicate: unlink.outcomeId,
      primaryOf: (outcome) => (outcome.status === 'recorded' ? outcome.duplicateOf : undefined),
      decide: async (own) => {
        const { outcome } = own;
        if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: unlink.outcomeId });
        if (isStale(own, revision)) return refuse({ code: 'revision-conflict', current: own.revision });
        const { collaboration } = outcome;
        const context = await ledger.agreements.contextFor(collaboration, ledger.now());
        if (context === undefined) return refuse({ code: 'unknown-collaboration', collaboration });
        return unlinkOutcome(unlink, outcome, context);
      },
    },
  );
}

function isStale(
  own: { readonly outcome: { readonly status: string }; readonly revision: number },
  read: number | undefined,
): boolean {
  return own.outcome.status === 'recorded' && read !== undefined && read !== own.revision;
}
