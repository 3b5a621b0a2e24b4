import { EVENT_CATALOGUE, type EventType, type LedgerEvent } from '../../domain/event-catalogue.js';
import { parseCivilDate } from '../../domain/civil-date.js';
import { slug, uuid, type CommandId, type PersonId } from '../../domain/identifiers.js';
import { object, text, wholeNumber, type ObjectNode, type Shape } from '../../domain/shape.js';
import { encodeJson, parseJson, Unreadable } from './json.js';
import { encodeRecorded } from './recorded-line.js';
import { fromWire, shapeCodec, toWire } from './shape-codec.js';
import { upcast, UPCASTERS, type Upcasters } from './upcast.js';

/** One event in the ledger with all that its line says about it, except the entry number, which is its place. */
export interface Entry {
  readonly actor: PersonId;
  readonly command: { readonly id: CommandId; readonly sha256: string };
  readonly event: LedgerEvent;
  readonly id: string;
  /** A moment in UTC with milliseconds, `2026-11-22T10:00:00.000Z`. */
  readonly recordedAt: string;
  readonly revision: number;
  readonly stream: string;
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const DATE = 'YYYY-MM-DD'.length;
const STREAM =
  /^(?:(?:outcome|published-figure)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?:collaboration|programme|incentives)-[a-z0-9-]+|measure-catalogue|force-register|item-keys)$/;

/** What a line says about its event, besides the event's type, schema and data. */
export const envelopeShapes = {
  actor: slug<PersonId>(),
  command: object({ id: uuid<CommandId>(), sha256: text(/^[0-9a-f]{64}$/, 'a SHA-256', 64) }),
  id: uuid(),
  recordedAt: text(MOMENT, 'a moment such as 2026-11-22T10:00:00.000Z', 24, 'date-time'),
  revision: wholeNumber(),
  stream: text(STREAM, 'the name of a stream', 120),
};
const envelope = {
  actor: shapeCodec(envelopeShapes.actor),
  command: shapeCodec(envelopeShapes.command),
  id: shapeCodec(envelopeShapes.id),
  recordedAt: shapeCodec(envelopeShapes.recordedAt),
  revision: shapeCodec(envelopeShapes.revision),
  stream: shapeCodec(envelopeShapes.stream),
};
const ENVELOPE = ['actor', 'command', 'data', 'id', 'recordedAt', 'revision', 'schema', 'stream', 'type'];

/** Takes an entry; gives its canonical line (RFC 8785) in the schema that is written today. The text is what is stored and hashed. */
export function encodeEntry({ actor, command, event, id, recordedAt, revision, stream }: Entry): string {
  const { schema, data } = EVENT_CATALOGUE[event.type];
  const fact = event.type === 'OutcomeRecorded' ? encodeRecorded(event) : encodeJson(toWire(data, event));
  return (
    `{"actor":"${actor}","command":{"id":"${command.id}","sha256":"${command.sha256}"},"data":${fact},"id":"${id}",` +
    `"recordedAt":"${recordedAt}","revision":${revision},"schema":${schema},"stream":"${stream}","type":"${event.type}"}`
  );
}

/**
 * Reads a line. Throws `Unreadable` for anything that is not exactly an entry: an unknown event type or schema stops the reader
 * loudly, because a total that skips what it does not understand is no total.
 */
export function decodeEntry(line: string, upcasters: Upcasters = UPCASTERS, catalogue = EVENT_CATALOGUE): Entry {
  const json = parseJson(line);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw new Unreadable('', 'an entry is an object');
  const fields = json as Readonly<Record<string, unknown>>;
  if (Object.keys(fields).length !== ENVELOPE.length || !ENVELOPE.every((name) => name in fields)) {
    throw new Unreadable('', `an entry has exactly the fields ${ENVELOPE.join(', ')}`);
  }
  const { type, schema, data } = fields;
  if (typeof type !== 'string' || !isEventType(type))
    throw new Unreadable('type', `there is no event type ${String(type)}; use a newer program`);
  if (typeof schema !== 'number') throw new Unreadable('schema', 'has to be a whole number');
  return {
    actor: envelope.actor.from(fields['actor'], 'actor'),
    command: envelope.command.from(fields['command'], 'command'),
    event: readEvent(type, schema, data, upcasters, catalogue),
    id: envelope.id.from(fields['id'], 'id'),
    recordedAt: readMoment(fields['recordedAt']),
    revision: envelope.revision.from(fields['revision'], 'revision'),
    stream: envelope.stream.from(fields['stream'], 'stream'),
  };
}

/** A moment on a day that there is: everything that reads it as a time may rely on that. Throws `Unreadable` for any other. */
export function readMoment(json: unknown): string {
  const moment = envelope.recordedAt.from(json, 'recordedAt');
  if (parseCivilDate(moment.slice(0, DATE)) === undefined)
    throw new Unreadable('recordedAt', `there is no such day (${moment})`);
  return moment;
}

/** Whether an event type is one that this program knows. */
export function isEventType(type: string): type is EventType {
  return Object.hasOwn(EVENT_CATALOGUE, type);
}

function readEvent(
  type: EventType,
  schema: number,
  data: unknown,
  upcasters: Upcasters,
  catalogue: typeof EVENT_CATALOGUE,
): LedgerEvent {
  const { schema: current, data: shape } = catalogue[type];
  if (typeof data !== 'object' || data === null) throw new Unreadable('data', 'has to be an object');
  const latest =
    schema === current ? data : upcast(type, schema, current, data as Readonly<Record<string, unknown>>, upcasters);
  const event = fromWire(shape as ObjectNode & Shape<object>, latest, 'data');
  return Object.assign(event, { type }) as LedgerEvent;
}
