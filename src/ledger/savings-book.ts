import type { OutcomeId } from '../domain/identifiers.js';
import { actionOf, type Predecessor, type SavingClaim, type SavingsKnown } from '../domain/outcome/saving-claims.js';

/** What was claimed by a saving from an entry on; nothing once it counts no more. */
interface Version {
  readonly entry: number;
  readonly claim: SavingClaim | undefined;
}

/**
 * What each saving has claimed, by entry, because a decision says as at which entry it looked at the others. Some 300 bytes for each entry about a saving;
 * other outcomes leave nothing.
 */
export class SavingsBook {
  private readonly versions = new Map<OutcomeId, Version[]>();
  private readonly ofAction = new Map<string, Set<OutcomeId>>();

  /** Notes how an outcome stands after an entry; entries come in their order. */
  note(entry: number, id: OutcomeId, claim: SavingClaim | undefined): void {
    const before = this.versions.get(id);
    if (before === undefined && claim === undefined) return;
    if (before === undefined) this.versions.set(id, [{ entry, claim }]);
    else before.push({ entry, claim });
    if (claim === undefined) return;
    const action = actionOf(claim);
    this.ofAction.set(action, (this.ofAction.get(action) ?? new Set<OutcomeId>()).add(id));
  }

  /** A saving as it counted when the ledger ended with `entry`. */
  predecessor(id: OutcomeId, entry: number): Predecessor {
    return { entry, saving: this.claimAt(id, entry) };
  }

  /** What may be the same action as `own`, and what `own` says it carries on, when the ledger ended with `entry`. */
  knownAt(own: SavingClaim, carriedFrom: OutcomeId | undefined, entry: number): SavingsKnown {
    const ids = [...(this.ofAction.get(actionOf(own)) ?? [])];
    const alike = ids.flatMap((id) => this.claimAt(id, entry) ?? []);
    return { entry, alike, saving: carriedFrom === undefined ? undefined : this.claimAt(carriedFrom, entry) };
  }

  private claimAt(id: OutcomeId, entry: number): SavingClaim | undefined {
    return this.versions.get(id)?.findLast((version) => version.entry <= entry)?.claim;
  }
}
