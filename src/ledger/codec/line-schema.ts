import { EVENT_CATALOGUE, type EventType } from '../../domain/event-catalogue.js';
import { byCodeUnit } from '../../domain/identifiers.js';
import { object, oneOf, wholeNumber } from '../../domain/shape.js';
import { schemaOf, type Schema } from '../../domain/shape-schema.js';
import { envelopeShapes } from './entry-line.js';

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** The types of entries that there are, in order. */
export const ENTRY_TYPES: readonly EventType[] = (Object.keys(EVENT_CATALOGUE) as EventType[]).sort(byCodeUnit);

/**
 * The JSON Schema of a line whose event is of this type, as the program writes it today: made from the shapes by which lines are written
 * and read. That a line is canonical, and what its amounts have to add up to, is beyond a schema; `verify` sees to that.
 */
export function lineSchema(type: EventType): Schema {
  const { schema, data } = EVENT_CATALOGUE[type];
  const version = wholeNumber(1);
  const line = object({ ...envelopeShapes, data, schema: version, type: oneOf(type) });
  return {
    $schema: DIALECT,
    $id: idOf(type),
    title: type,
    ...schemaOf(line, new Map([[version, { const: schema }]])),
  };
}

/** The JSON Schema of any line of the ledger: one of all types, which are in it whole. */
export function anyLineSchema(): Schema {
  return {
    $schema: DIALECT,
    $id: 'urn:tallystick:schema:Entry',
    title: 'Entry',
    description:
      "One line of the ledger, an export or the feed: canonical JSON (RFC 8785). Amounts are whole numbers of their measure's smallest unit.",
    oneOf: ENTRY_TYPES.map((type) => ({ $ref: idOf(type) })),
    $defs: Object.fromEntries(ENTRY_TYPES.map((type) => [type, lineSchema(type)])),
  };
}

function idOf(type: EventType): string {
  return `urn:tallystick:schema:${type}:${EVENT_CATALOGUE[type].schema}`;
}
