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
  private readonly carryingOn = new Map<OutcomeId, Set<OutcomeId>>();

  /** Notes how an outcome stands after an entry; entries come in their order. */
  note(entry: number, id: OutcomeId, claim: SavingClaim | undefined): void {
    const before = this.versions.get(id);
    if (before === undefined && claim === undefined) return;
    if (before === undefined) this.versions.set(id, [{ entry, claim }]);
    else before.push({ entry, claim });
    if (claim === undefined) return;
    addTo(this.ofAction, actionOf(claim), id);
    if (claim.carriedFrom !== undefined) addTo(this.carryingOn, claim.carriedFrom, id);
  }

  /** A saving as it counted when the ledger ended with `entry`. */
  predecessor(id: OutcomeId, entry: number): Predecessor {
    return { entry, saving: this.claimAt(id, entry) };
  }

  /** What may be the same action as `own`, and what `own` says it carries on, when the ledger ended with `entry`. */
  knownAt(own: SavingClaim, carriedFrom: OutcomeId | undefined, entry: number): SavingsKnown {
    const ids = [...(this.ofAction.get(actionOf(own)) ?? [])];
    const alike = ids.flatMap((id) => this.claimAt(id, entry) ?? []);
    if (carriedFrom === undefined) return { entry, alike, carriedOn: [], saving: undefined };
    return { entry, alike, carriedOn: this.carriedOn(carriedFrom, entry), saving: this.claimAt(carriedFrom, entry) };
  }

  /** What carries on a saving, in the order in which it was recorded. */
  private carriedOn(predecessor: OutcomeId, entry: number): readonly SavingClaim[] {
    const ids = [...(this.carryingOn.get(predecessor) ?? [])];
    const first = (id: OutcomeId): number => this.versions.get(id)?.[0]?.entry ?? 0;
    const claims = ids.sort((a, b) => first(a) - first(b)).flatMap((id) => this.claimAt(id, entry) ?? []);
    return claims.filter(({ carriedFrom }) => carriedFrom === predecessor);
  }

  private claimAt(id: OutcomeId, entry: number): SavingClaim | undefined {
    return this.versions.get(id)?.findLast((version) => version.entry <= entry)?.claim;
  }
}

function addTo<K>(sets: Map<K, Set<OutcomeId>>, key: K, id: OutcomeId): void {
  sets.set(key, (sets.get(key) ?? new Set<OutcomeId>()).add(id));
}
