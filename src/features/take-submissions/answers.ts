import { hash } from 'node:crypto';
import { parseUuid, type CommandId } from '../../domain/identifiers.js';
import { answerJson } from '../../ledger/codec/json.js';
import type { FeedMessage } from '../../ledger/feed.js';
import type { Submission } from '../../ledger/submissions.js';
import type { FieldError, Problem } from '../../web/problems.js';

/** What becomes of a submission: the message that says so, and the topic that it goes to. */
export interface Taken {
  readonly to: 'receipts' | 'rejects';
  /** Whether no command could be read in it, rather than one that was refused. */
  readonly isParked: boolean;
  readonly message: FeedMessage;
}

export const RECEIPT_TYPE = 'tallystick.CommandRecorded.v1';
export const REJECT_TYPES = {
  refused: 'tallystick.CommandRefused.v1',
  parked: 'tallystick.MessageParked.v1',
} as const;

/** The receipt of a command, the same each time: what the same request over HTTP is answered. `source` tells this ledger from others. */
export function receiptFor(id: CommandId, answer: object, source: string): Taken {
  const headers = { ...eventHeaders(id, RECEIPT_TYPE, source), 'content-type': 'application/json' };
  return { to: 'receipts', isParked: false, message: { key: id, headers, value: answerJson(answer) } };
}

/** Says why a submission is not recorded, where it lies and what its SHA-256 is; the submission itself stays where it is. */
export function rejectFor(
  submission: Submission,
  state: 'refused' | 'parked',
  problem: Problem,
  source: string,
): Taken {
  const { topic, partition, offset, value } = submission;
  const place = `${topic}/${partition}/${offset}`;
  const commandId = commandIdIn(submission);
  const origin = { topic, partition, offset, bytes: value?.length ?? 0, sha256: sha256Of(value) };
  const document = { ...inShort(problem), state, ...(commandId !== undefined && { commandId }), origin };
  const headers = { ...eventHeaders(place, REJECT_TYPES[state], source), 'content-type': 'application/problem+json' };
  const isParked = state === 'parked';
  return { to: 'rejects', isParked, message: { key: commandId ?? place, headers, value: answerJson(document) } };
}

function eventHeaders(id: string, type: string, source: string): Readonly<Record<string, string>> {
  return { ce_specversion: '1.0', ce_id: id, ce_source: source, ce_type: type };
}

/** The command's id also where the rest cannot be read, so that whoever sent it finds the answer. */
function commandIdIn({ headers }: Submission): CommandId | undefined {
  const [value, ...more] = headers?.get('ce_id') ?? [];
  if (value === undefined || more.length > 0) return undefined;
  return parseUuid<CommandId>(Buffer.from(value).toString('utf8').toLowerCase());
}

function sha256Of(value: Uint8Array | undefined): string {
  return hash('sha256', value ?? new Uint8Array(), 'hex');
}

/** A message of a mebibyte may have a hundred thousand faults, and an answer that names them all would be too large to be sent. */
export const MOST_ERRORS = 100;
export const MOST_TEXT = 500;

/** What the problem's fields are called in a message. */
const NAMES: Readonly<Record<string, string>> = {
  'Idempotency-Key': 'ce_id',
  'If-Match': 'ce_revision',
  outcome: 'ce_subject',
};

function inShort(problem: Problem): Problem {
  const errors = problem.errors.slice(0, MOST_ERRORS).map(inMessageTerms);
  return { ...problem, detail: shortened(problem.detail), errors };
}

function inMessageTerms({ field, reason }: FieldError): FieldError {
  return { field: shortened(NAMES[field] ?? field), reason: shortened(reason) };
}

function shortened(text: string): string {
  return text.length <= MOST_TEXT ? text : `${text.slice(0, MOST_TEXT - 1)}…`;
}
