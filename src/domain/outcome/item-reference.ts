import { object, oneOf, text, type Described } from '../shape.js';
import { ITEM_SCHEMES } from './events.js';

/** What a person knows an item by. It is personal data: it goes no further than where a token is made of it. */
export const itemReferenceShape = object({
  reference: text(/\S/, 'a reference, at most 200 characters', 200),
  scheme: oneOf(...ITEM_SCHEMES),
});
export type ItemReference = Described<typeof itemReferenceShape>;
