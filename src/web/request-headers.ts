import type { IncomingHttpHeaders } from 'node:http';
import { parseSlug, parseUuid, type CommandId, type PersonId, slugWords } from '../domain/identifiers.js';
import { malformed, refusedBecause } from './problems.js';

/** Who acts while nobody signs in. */
export const DEFAULT_PERSON = 'evaluator' as PersonId;

/** Who asks, and under which id, of a request that records something. */
export interface Sender {
  readonly id: CommandId;
  readonly actor: PersonId;
}

/** Reads `Idempotency-Key`, a UUID in any case, and `X-Acting-Person`. */
export function senderOf(headers: IncomingHttpHeaders): Sender {
  const key = headers['idempotency-key'];
  if (typeof key !== 'string') {
    const reason = 'is missing; send a UUID of your own, and the same one again when you repeat the request';
    throw malformed({ field: 'Idempotency-Key', reason });
  }
  const id = parseUuid<CommandId>(key.toLowerCase());
  if (id === undefined) throw malformed({ field: 'Idempotency-Key', reason: 'has to be a UUID' });
  return { id, actor: actorOf(headers) };
}

/** Reads `X-Acting-Person`; `evaluator` unless told. */
export function actorOf(headers: IncomingHttpHeaders): PersonId {
  const given = headers['x-acting-person'] ?? DEFAULT_PERSON;
  const actor = typeof given === 'string' ? parseSlug<PersonId>(given) : undefined;
  if (actor === undefined) throw malformed({ field: 'X-Acting-Person', reason: `has to be ${slugWords('jane-doe')}` });
  return actor;
}

const REVISION = /^"(\d{1,9})"$/;

/** Reads the revision that `If-Match` names, as an outcome's `ETag` gave it; `undefined` without the header. */
export function revisionOf(headers: IncomingHttpHeaders): number | undefined {
  const given = headers['if-match'];
  if (given === undefined) return undefined;
  const revision = REVISION.exec(given)?.[1];
  if (revision === undefined) {
    throw malformed({ field: 'If-Match', reason: 'has to be one revision as its ETag gave it, such as "0"' });
  }
  return parseInt(revision, 10);
}

/** The same, of a request that must say what it read. */
export function requiredRevisionOf(headers: IncomingHttpHeaders): number {
  const revision = revisionOf(headers);
  if (revision === undefined) throw refusedBecause({ code: 'revision-required' });
  return revision;
}
