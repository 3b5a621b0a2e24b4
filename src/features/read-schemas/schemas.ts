import type { Schema } from '../../domain/shape-schema.js';
import { anyLineSchema, ENTRY_TYPES, lineSchema } from '../../ledger/codec/line-schema.js';

/** The schemas by name: `Entry` is any line, the others are lines with one type of event. They are made once. */
export const SCHEMAS: ReadonlyMap<string, Schema> = new Map([
  ['Entry', anyLineSchema()],
  ...ENTRY_TYPES.map((type): [string, Schema] => [type, lineSchema(type)]),
]);
