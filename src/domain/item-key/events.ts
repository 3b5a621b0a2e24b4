import { object, text, wholeNumber, type Described } from '../shape.js';

export const itemKeyEvents = {
  /** From here on items may be known by this version of the key. The fingerprint tells keys apart and gives none away. */
  ItemKeySet: object({
    fingerprint: text(/^[0-9a-f]{64}$/, 'a fingerprint of 64 hexadecimal digits', 64),
    version: wholeNumber(1),
  }),
};

export type ItemKeySet = { readonly type: 'ItemKeySet' } & Described<typeof itemKeyEvents.ItemKeySet>;
export type ItemKeyEvent = ItemKeySet;
