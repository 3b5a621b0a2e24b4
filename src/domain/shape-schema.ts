import { AMOUNT_LIMIT, type ShapeNode } from './shape.js';

/**
 * A JSON Schema of draft 2020-12. Only keywords that say the same in draft-07 are used, so that it stands in OpenAPI 3.1 and AsyncAPI 3
 * as it is.
 */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * The schema of what a shape describes, so that what is published about the ledger cannot disagree with it. `instead` gives schemas of
 * one's own for some of its parts, such as a quantity that a request may write as a decimal. It takes exactly what the codec reads,
 * but for one thing that no schema can say: a text's length counts UTF-16 code units in the ledger and characters in a schema.
 */
export function schemaOf(shape: ShapeNode, instead: ReadonlyMap<ShapeNode, Schema> = new Map()): Schema {
  const own = instead.get(shape);
  if (own !== undefined) return own;
  const inner = (part: ShapeNode): Schema => schemaOf(part, instead);
  switch (shape.is) {
    case 'text':
      return textSchema(shape);
    case 'one-of':
      return { type: 'string', enum: [...shape.values] };
    case 'amount':
      return { type: 'integer', format: 'int64', minimum: Number(shape.least), maximum: Number(shape.most) };
    case 'number':
      return { type: 'integer', format: 'int64', minimum: shape.least, maximum: Number(AMOUNT_LIMIT) };
    case 'flag':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: inner(shape.item) };
    case 'map':
      return { type: 'object', propertyNames: inner(shape.key), additionalProperties: inner(shape.value) };
    case 'object':
      return objectSchema(shape.fields, shape.optional, inner);
    case 'variants':
      return {
        oneOf: Object.entries(shape.variants).map(([value, { fields, optional }]) =>
          objectSchema({ [shape.tag]: { is: 'one-of', values: [value] }, ...fields }, optional, inner),
        ),
      };
  }
}

function textSchema({ pattern, most, means, format }: Extract<ShapeNode, { is: 'text' }>): Schema {
  const found = { type: 'string', pattern: pattern.source, maxLength: most, description: means };
  return format === undefined ? found : { ...found, format };
}

function objectSchema(
  fields: Readonly<Record<string, ShapeNode>>,
  optional: readonly string[],
  inner: (part: ShapeNode) => Schema,
): Schema {
  return {
    type: 'object',
    required: Object.keys(fields).filter((name) => !optional.includes(name)),
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, inner(field)])),
  };
}
