import { slug } from '../domain/identifiers.js';
import { outcomeShape, substanceShape } from '../domain/outcome/events.js';
import { itemReferenceShape } from '../domain/outcome/item-reference.js';
import { QUANTITY_UNITS } from '../domain/outcome/quantity.js';
import { amount, list, oneOf, type ObjectNode, type ShapeNode } from '../domain/shape.js';
import { schemaOf, type Schema } from '../domain/shape-schema.js';

const quantity = amount(0n);
/** As it was weighed or counted: `27.5` with `g`. */
const asWeighed: Schema = { type: 'number', minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
const substances = list({
  ...substanceShape,
  fields: { ...substanceShape.fields, quantity, quantityIn: oneOf(...QUANTITY_UNITS) },
});
const schemaOfRequest = (shape: ShapeNode): Schema => schemaOf(shape, new Map([[quantity, asWeighed]]));

/** What may be told about an outcome, by kind: what the ledger keeps, with quantities as they were weighed and an item by its reference. */
const TOLD: readonly (readonly [kind: string, ObjectNode])[] = Object.entries(
  outcomeShape.is === 'variants' ? outcomeShape.variants : {},
).map(([kind, shape]) => {
  const own = { item: itemReferenceShape, ...('substances' in shape.fields && { substances }) };
  return [kind, { ...shape, fields: { ...shape.fields, ...own } }];
});

/** What a request to record an outcome may hold. */
export const outcomeSchema: Schema = schemaOfRequest({
  is: 'variants',
  tag: 'kind',
  variants: Object.fromEntries(
    TOLD.map(([kind, shape]) => [kind, { ...shape, fields: { collaboration: slug(), ...shape.fields } }]),
  ),
});

/** What a request to correct one may change: any field of its kind but its item; `null` takes an optional one away. */
export const changesSchema: Schema = {
  type: 'object',
  minProperties: 1,
  additionalProperties: false,
  properties: Object.fromEntries(
    TOLD.flatMap(([, { fields, optional }]) =>
      Object.entries(fields)
        .filter(([name]) => name !== 'item')
        .map(([name, field]) => [
          name,
          optional.includes(name) ? { anyOf: [schemaOfRequest(field), { type: 'null' }] } : schemaOfRequest(field),
        ]),
    ),
  ),
};
