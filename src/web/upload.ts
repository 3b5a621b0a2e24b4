import { Readable } from 'node:stream';
import { problem, Refused } from './problems.js';
import { fileInForm } from './multipart.js';

const MIB = 1024 * 1024;
const MOST_BYTES = 64 * MIB;

/** A file on its way in. */
export interface Upload {
  readonly bytes: AsyncIterable<Uint8Array>;
  /** To be called when nothing more is read: the rest is let past, so that the sender learns why and the connection can end. */
  finish(): Promise<void>;
}

/** The file that a request carries: its body, or the one file in a multipart form. */
export function uploadedFile(body: unknown, contentType: string): Upload {
  if (!(body instanceof Readable)) {
    throw new Refused(
      problem('unsupported-media-type', 'Send the file as text/csv, or as the one file of a multipart form.'),
    );
  }
  const reading = limited(body);
  const isForm = contentType.toLowerCase().startsWith('multipart/form-data');
  return {
    bytes: isForm ? fileInForm(reading, contentType) : reading,
    finish: async () => {
      await reading.return(undefined);
      body.resume();
    },
  };
}

async function* limited(body: Readable): AsyncGenerator<Uint8Array, void> {
  let read = 0;
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('A request body comes in bytes.');
    read += chunk.byteLength;
    if (read > MOST_BYTES) throw new Refused(problem('too-large', `A file may have ${MOST_BYTES / MIB} MiB at most.`));
    yield chunk;
  }
}
