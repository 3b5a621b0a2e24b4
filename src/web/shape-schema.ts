import type { ShapeNode } from '../domain/shape.js';

/** A JSON schema as OpenAPI 3.0 knows it. */
export type Schema = Record<string, unknown>;

/** The schema of what a shape describes, so that documentation and ledger cannot disagree. */
export function schemaOf(shape: ShapeNode): Schema {
  switch (shape.is) {
    case 'text':
      return { type: 'string', pattern: shape.pattern.source, maxLength: shape.most, description: shape.means };
    case 'one-of':
      return { type: 'string', enum: [...shape.values] };
    case 'amount':
      return { type: 'integer', format: 'int64', minimum: Number(shape.least), maximum: Number(shape.most) };
    case 'number':
      return { type: 'integer', minimum: shape.least };
    case 'flag':
      return { type: 'boolean' };
    case 'list':
      return { type: 'array', items: schemaOf(shape.item) };
    case 'map':
      return { type: 'object', additionalProperties: schemaOf(shape.value) };
    case 'object':
      return objectSchema(shape.fields, shape.optional);
    case 'variants':
      return {
        oneOf: Object.entries(shape.variants).map(([value, { fields, optional }]) =>
          objectSchema({ [shape.tag]: { is: 'one-of', values: [value] }, ...fields }, optional),
        ),
      };
  }
}

function objectSchema(fields: Readonly<Record<string, ShapeNode>>, optional: readonly string[]): Schema {
  return {
    type: 'object',
    required: Object.keys(fields).filter((name) => !optional.includes(name)),
    additionalProperties: false,
    properties: Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, schemaOf(field)])),
  };
}
