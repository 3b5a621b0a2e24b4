import { slug, uuid } from '../../domain/identifiers.js';
import { postingShape } from '../../domain/posting.js';
import { list, object, oneOf, text, wholeNumber } from '../../domain/shape.js';
import { schemaOf, type Schema } from '../../domain/shape-schema.js';
import { PROBLEM_CODES } from '../../web/problems.js';
import { MOST_TEXT } from './answers.js';

const words = text(/^[\s\S]*$/, 'words for people', MOST_TEXT);
/** The entry's number or, on a store that counts after it records, that it is recorded and where to ask for the number. */
const place = {
  entry: wholeNumber(),
  receipt: text(/^\/api\/v1\/receipts\/[0-9a-f-]{36}$/, 'where to ask for the entry number', 60),
  state: oneOf('recorded'),
};

/** The JSON Schema of a receipt: what HTTP answers. */
export const receiptSchema: Schema = {
  oneOf: [
    schemaOf(object({ outcomeId: uuid(), postings: list(postingShape), revision: wholeNumber() }, place)),
    schemaOf(object({ figureId: uuid(), revision: wholeNumber() }, place)),
    schemaOf(object({ collaboration: slug(), revision: wholeNumber() }, { ...place, receiptNumber: wholeNumber(1) })),
  ],
};

/** The JSON Schema of a reject: a problem (RFC 9457), and where the submission lies. */
export const rejectSchema: Schema = schemaOf(
  object(
    {
      code: oneOf(...PROBLEM_CODES),
      detail: words,
      errors: list(object({ field: words, reason: words })),
      origin: object({
        bytes: wholeNumber(),
        offset: wholeNumber(),
        partition: wholeNumber(),
        sha256: text(/^[0-9a-f]{64}$/, 'a SHA-256 in lower-case hexadecimal', 64),
        topic: text(/^[A-Za-z0-9._-]+$/, 'the name of a topic', 249),
      }),
      state: oneOf('refused', 'parked'),
      status: wholeNumber(400),
      title: words,
      type: text(/^urn:tallystick:problem:[a-z-]+$/, 'the kind of problem', 100),
    },
    { commandId: uuid() },
  ),
);
