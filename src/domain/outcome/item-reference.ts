import { object, oneOf, text, type Described } from '../shape.js';
import { ITEM_SCHEMES } from './events.js';

/** What a person knows an item by. It is personal data: it goes no further than where a token is made of it. */
export const itemReferenceShape = object({
  reference: text(/\S/, 'a reference, at most 200 characters', 200),
  scheme: oneOf(...ITEM_SCHEMES),
});
export type ItemReference = Described<typeof itemReferenceShape>;

/** What people write, in capitals and without what is no letter, where there is no reference. */
const NO_REFERENCE: ReadonlySet<string> = new Set(
  'NA NIL NONE NULL NOTKNOWN UNKNOWN NOTAPPLICABLE NOTGIVEN TBA TBC PENDING'.split(' '),
);

/** Said without what stands there: it may be personal data, and what is answered may be kept. */
export const NO_REFERENCE_REASON =
  'has to be the text of a reference, at most 200 characters; where there is none, leave the item out';

/**
 * Whether a text may be what one item is known by. Texts that stand for having none are not: every outcome with such a text would be the same item, and all but the first would
 * lose their credit to it.
 */
export function isReference(given: string): boolean {
  const letters = given
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
  return given.length <= 200 && letters !== '' && !NO_REFERENCE.has(letters);
}
