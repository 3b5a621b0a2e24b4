import { jsonEvent, type EventData, type RecordedEvent } from '@eventstore/db-client';
import { sha256 } from '../../ledger/codec/digest.js';
import { canonicalJson, parseJson } from '../../ledger/codec/json.js';
import type { NewLine } from '../../ledger/event-store.js';

/** A line as it came back, with what the store says about it. */
export interface ReadLine {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly line: string;
  readonly sha256: string;
  /** Whether the line is the one that was written, as far as its own event can tell. */
  readonly isOurs: boolean;
}

const UNNAMED = 'Entry';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The event that keeps a line. Its data is the line's own JSON, so that the store's browser shows it and its bytes are the line's; its
 * metadata is what is not the line: its SHA-256, and the command in the form in which the browser follows correlations. Throws a
 * `TypeError` for a line that would not come back byte for byte: the client parses JSON when it reads.
 */
export function eventOf({ id, line }: NewLine): EventData {
  const fields = fieldsOf(line);
  if (fields === undefined || canonicalJson(fields) !== line)
    throw new TypeError(`the line of ${id} is not an object in canonical JSON`);
  const { type, command } = fields;
  const correlation = isFields(command) && typeof command['id'] === 'string' ? { $correlationId: command['id'] } : {};
  return jsonEvent({
    id,
    type: typeof type === 'string' ? type : UNNAMED,
    data: fields,
    metadata: { ...correlation, sha256: sha256(line) },
  });
}

/** The line that an event keeps. What is no line of ours comes back as whatever text its data has, and says so. */
export function lineOf({ streamId, revision, id, isJson, data, metadata }: RecordedEvent): ReadLine {
  const line = isJson ? textOf(data) : undefined;
  const digest = sha256(line ?? '');
  const isOurs = line !== undefined && isFields(metadata) && metadata['sha256'] === digest;
  return { stream: streamId, revision: Number(revision), id, line: line ?? '', sha256: digest, isOurs };
}

/** Numbers that are no whole ones, for instance, have no canonical form. */
function textOf(data: unknown): string | undefined {
  try {
    return canonicalJson(data);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function fieldsOf(line: string): Fields | undefined {
  try {
    const json = parseJson(line);
    return isFields(json) ? json : undefined;
  } catch {
    return undefined;
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
