import { accept, refuse, type Decision } from '../decision.js';
import type { ItemKeyEvent, ItemKeySet } from './events.js';

/** The fingerprints of the item key's versions in order: version 1 first. The stream's revision is the last version less one. */
export type ItemKeys = readonly string[];

export const noItemKeys: ItemKeys = [];

/** Folds one event into the versions of the key. */
export function evolveItemKeys(keys: ItemKeys, { fingerprint }: ItemKeyEvent): ItemKeys {
  return [...keys, fingerprint];
}

/**
 * Decides on using a version of the item key in this ledger. Versions come one after another, and one that is in use stays what it is: with another key the same
 * reference would be another item, and be credited twice. Nothing is left to do for a version that is known; refuses item-key-differs.
 */
export function setItemKey({ fingerprint, version }: Omit<ItemKeySet, 'type'>, keys: ItemKeys): Decision<ItemKeySet> {
  const known = keys[version - 1];
  if (known === fingerprint) return accept();
  if (known !== undefined)
    return refuse({
      code: 'item-key-differs',
      because: `version ${version} of the item key here is not the one that this ledger's items are known by; use that one's file`,
    });
  if (version !== keys.length + 1)
    return refuse({
      code: 'item-key-differs',
      because: `the ledger knows ${keys.length} versions of the item key, so the next is ${keys.length + 1}, not ${version}`,
    });
  return accept({ type: 'ItemKeySet', fingerprint, version });
}
