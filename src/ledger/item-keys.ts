import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { setItemKey } from '../domain/item-key/set-item-key.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { PersonId } from '../domain/identifiers.js';
import type { Item } from '../domain/outcome/events.js';
import { MOST_AGE_MS, type Agreements } from './agreements.js';
import { contentOf } from './command-content.js';
import { commandIdOf, itemOutcomeId } from './commands.js';
import type { Draft } from './draft.js';
import type { Append } from './event-store.js';
import { execute, type Writing } from './execute.js';
import type { ItemReference } from '../domain/outcome/item-reference.js';
import { fingerprintOf, tokenOf, type ItemKey } from './item-identity.js';
import { ITEM_KEYS, itemKeysAggregate, outcomeStream } from './streams.js';

/** Where the item key lives. It is no part of the ledger, and every copy of the application has to have the same. */
export interface ItemKeySource {
  /** Every version of the key, version 1 first; none where there is no key. Throws `ItemKeyUnusable`. */
  versions(): Promise<readonly ItemKey[]>;
  /** Makes version 1 where there is no key yet; gives every version that there is then. Throws `ItemKeyUnusable`. */
  make(): Promise<readonly ItemKey[]>;
}

/** The key cannot be used, and why, in words that name no key. */
export class ItemKeyUnusable extends Error {
  override readonly name = 'ItemKeyUnusable';
}

/** For those who record no outcomes. */
export const noItemKey: ItemKeySource = {
  versions: () => Promise.resolve([]),
  make: () => Promise.reject(new ItemKeyUnusable('this process has no item key')),
};

/** What an item is known by, and what that rests on: while no further version of the key is set, nobody knows it by another. */
export interface Identified {
  readonly item: Item;
  readonly beside: NonNullable<Append['beside']>;
}

const ACTOR = 'tallystick' as PersonId;
/** After that every other copy knows of a version, and has written what it was just writing without. */
const KNOWN_BY_ALL_MS = 2 * MOST_AGE_MS;

/**
 * Turns references of items into identities. Which key a ledger's items are known by stands in the ledger itself, by its fingerprint, so that a copy with another
 * key is refused (item-key-differs) rather than splitting items in two.
 */
export class ItemKeys {
  /** How many versions this copy has begun to use, and until when it has yet to wait with that. */
  private begun = 1;
  private waiting: Promise<unknown> | undefined;
  /** Stands in for a key that is not made, where nothing is recorded: no item of the ledger is known by any. */
  private readonly passing = randomBytes(32);

  constructor(
    private readonly writing: Writing,
    private readonly agreements: Agreements,
    private readonly source: ItemKeySource,
  ) {}

  /**
   * The identity of an item: by the key's newest version, unless the ledger has the item by an older one. The first item of a ledger sets the key. Refuses
   * item-key-differs. In a draft nothing is recorded but in the draft, and no version is begun but the first.
   */
  async identify(reference: ItemReference, draft?: Draft): Promise<Checked<Identified>> {
    const versions = await this.usableVersions(draft);
    if (!versions.ok) return versions;
    const beside = { stream: ITEM_KEYS, revision: versions.value.length - 1 };
    const identities = versions.value
      .map((key, i): Item => ({ keyVersion: i + 1, scheme: reference.scheme, token: tokenOf(key, reference) }))
      .reverse();
    for (const older of identities.slice(1)) {
      const lines = await (draft ?? this.writing.store).readStream(outcomeStream(itemOutcomeId(older)));
      if (lines.length > 0) return checked({ item: older, beside });
    }
    const [newest] = identities;
    return newest === undefined ? unusable('there is no item key') : checked({ item: newest, beside });
  }

  private async usableVersions(draft: Draft | undefined): Promise<Checked<readonly ItemKey[]>> {
    try {
      const set = await this.agreements.itemKeys();
      const there = await this.source.versions();
      if (there.length < set.length)
        return unusable(
          `this copy has ${there.length} versions of the item key and the ledger's items are known by ${set.length}; copy the key file and start it again`,
        );
      const versions = there.length === 0 ? await this.firstFor(draft) : there;
      const used = draft === undefined ? versions : versions.slice(0, Math.max(1, set.length));
      const usable = await this.setAll(used, set, draft);
      if (usable.ok) await this.waitOut(used.length);
      return usable;
    } catch (error) {
      if (error instanceof ItemKeyUnusable) return unusable(error.message);
      throw error;
    }
  }

  private async firstFor(draft: Draft | undefined): Promise<readonly ItemKey[]> {
    return draft?.isForGood === false ? [this.passing] : this.source.make();
  }

  /**
   * Waits before a further version is used here for the first time, for stores that cannot hold the versions still while an item is written beside them (EventStoreDB): another copy that
   * was not stopped while the version was added may just be writing one by the version before, where this one has not looked for it yet.
   */
  private async waitOut(versions: number): Promise<void> {
    if (versions > this.begun) {
      this.begun = versions;
      this.waiting = sleep(KNOWN_BY_ALL_MS);
    }
    await this.waiting;
  }

  /** Records each version that the ledger does not have yet; looks at the others. */
  private async setAll(
    versions: readonly ItemKey[],
    set: readonly string[],
    draft: Draft | undefined,
  ): Promise<Checked<readonly ItemKey[]>> {
    const writing = draft === undefined ? this.writing : { store: draft, now: () => this.writing.now() };
    for (const [i, key] of versions.entries()) {
      const fingerprint = fingerprintOf(key);
      if (set[i] === fingerprint) continue;
      const fields = { fingerprint, version: i + 1 };
      const content = contentOf('SetItemKey', fields);
      const command = { id: commandIdOf(content), actor: ACTOR, content };
      const done = await execute(writing, itemKeysAggregate, command, (keys) => setItemKey(fields, keys));
      if (!done.ok) return failed(done.refusal);
      if (draft === undefined) this.agreements.refresh();
    }
    return checked(versions);
  }
}

function unusable(because: string): ReturnType<typeof failed> {
  return failed({ code: 'item-key-differs', because });
}
