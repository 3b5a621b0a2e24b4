import { envelopeOf } from './codec/envelope.js';
import type { StoredLine } from './event-store.js';
import type { FeedMessage } from './feed.js';

/** Attributes of a CloudEvent 1.0 that the feed gives. `entry` is an extension: the entry number, which no line holds. */
export interface CloudEventAttributes {
  /** With `source` it tells events apart: consumers deduplicate by it. */
  readonly id: string;
  readonly source: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string | undefined;
  readonly entry: number;
}

/** Where events of a ledger come from, in CloudEvents' `source`; the prefix of its topics names the ledger. */
export function cloudEventSource(topicPrefix: string): string {
  return `urn:tallystick:${topicPrefix}`;
}

/** The CloudEvents type of entries of an event type in one of its schemas, such as `tallystick.OutcomeRecorded.v1`. */
export function cloudEventType(type: string, schema: number): string {
  return `tallystick.${type}.v${schema}`;
}

/** The headers of a CloudEvent in Kafka's binary content mode, where the value of the message is the event's data as JSON. */
export function binaryHeaders(attributes: CloudEventAttributes): Readonly<Record<string, string>> {
  const { id, source, type, subject, time, entry } = attributes;
  return {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: source,
    ce_type: type,
    ce_subject: subject,
    ...(time !== undefined && { ce_time: time }),
    ce_entry: String(entry),
    'content-type': 'application/json',
  };
}

/**
 * The message for an entry: the exact line, keyed by its stream, so that the entries of one aggregate keep their order. Throws `Unreadable`
 * for a line that has no envelope.
 */
export function entryMessage({ entry, line }: StoredLine, source: string): FeedMessage {
  const { id, recordedAt, schema, stream, type } = envelopeOf(line);
  const event = { id, source, type: cloudEventType(type, schema), subject: stream, time: recordedAt, entry };
  return { key: stream, value: line, headers: binaryHeaders(event) };
}
