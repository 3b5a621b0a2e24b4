import { createHmac } from 'node:crypto';
import type { Item } from '../domain/outcome/events.js';
import type { ItemReference } from '../domain/outcome/item-reference.js';

/** One version of the item key: 32 bytes. */
export type ItemKey = Buffer;

/**
 * A reference as it is meant, however it is written: `ab 12/ 10` and `AB12/10` are one. Case, kinds of character and spaces differ between who writes it down;
 * what remains identifies.
 */
export function normalised(reference: string): string {
  return reference.normalize('NFKC').toUpperCase().replaceAll(/\s+/g, '');
}

/** The token of a reference under a key: HMAC-SHA-256, in lower-case hexadecimal. Without the key nobody can try references until one fits. */
export function tokenOf(key: ItemKey, { scheme, reference }: ItemReference): Item['token'] {
  return createHmac('sha256', key)
    .update(`item\n${scheme}\n${normalised(reference)}`)
    .digest('hex');
}

/** Tells keys apart, and gives none away: a digest under the key of something that no token is made of. */
export function fingerprintOf(key: ItemKey): string {
  return createHmac('sha256', key).update('fingerprint').digest('hex');
}
