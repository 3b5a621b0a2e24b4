import { isUtf8 } from 'node:buffer';
import { parseJson } from '../../ledger/codec/json.js';
import type { Submission } from '../../ledger/submissions.js';
import { aboutOf, type About, type Attributes } from '../../web/message-about.js';
import { malformed, problem, Refused } from '../../web/problems.js';
import type { Submittable } from './submittable.js';

/** A submission that says what it wants: which command, who sends it, and the body as plain JSON. */
export interface Letter {
  readonly asked: Submittable;
  readonly about: About;
  readonly body: unknown;
}

/** As much as a request over HTTP may hold. */
export const MOST_BYTES = 1024 * 1024;
const SHOWN = 80;

/** Opens a submission. Throws `Refused` for one in which no command can be read: whoever sent it has to make it anew. */
export function openLetter({ headers, value }: Submission, commands: ReadonlyMap<string, Submittable>): Letter {
  const attributes = attributesIn(headers);
  const about = aboutOf(attributes);
  if (attributes.get('ce_specversion') !== '1.0') {
    throw malformed({ field: 'ce_specversion', reason: 'has to be 1.0: the message is a CloudEvent in binary mode' });
  }
  if ((attributes.get('ce_source') ?? '') === '') {
    throw malformed({ field: 'ce_source', reason: 'is missing; it says where the message comes from' });
  }
  const type = attributes.get('ce_type');
  const asked = commands.get(type ?? '');
  if (asked === undefined) {
    const found = type === undefined ? 'is missing' : `is "${type.slice(0, SHOWN)}"`;
    throw malformed({ field: 'ce_type', reason: `${found}; it has to be one of ${[...commands.keys()].join(', ')}` });
  }
  return { asked, about, body: bodyOf(value, attributes.get('content-type')) };
}

function attributesIn(headers: Submission['headers']): Attributes {
  if (headers === undefined) throw malformed({ field: '', reason: 'the message has too many headers to be read' });
  const attributes = new Map<string, string>();
  for (const [given, values] of headers) {
    const name = given.toLowerCase();
    if (!name.startsWith('ce_') && name !== 'content-type') continue;
    const [value = new Uint8Array(), ...more] = values;
    if (more.length > 0 || attributes.has(name)) throw malformed({ field: name, reason: 'has to be given once' });
    if (!isUtf8(value)) throw malformed({ field: name, reason: 'is not UTF-8' });
    attributes.set(name, Buffer.from(value).toString('utf8'));
  }
  return attributes;
}

const JSON_TYPE = /^application\/json(?:\s*;.*)?$/i;

function bodyOf(value: Submission['value'], contentType: string | undefined): unknown {
  if (value === undefined) throw malformed({ field: '', reason: 'the message has no body' });
  if (contentType !== undefined && !JSON_TYPE.test(contentType))
    throw new Refused(problem('unsupported-media-type', 'Send application/json here, in binary mode.'));
  if (value.length > MOST_BYTES)
    throw new Refused(
      problem('too-large', `The body has ${value.length} bytes, more than the ${MOST_BYTES} that are taken here.`),
    );
  if (!isUtf8(value)) throw malformed({ field: '', reason: 'the body is not UTF-8' });
  return parseJson(Buffer.from(value.buffer, value.byteOffset, value.length).toString('utf8'));
}
