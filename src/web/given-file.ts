import { once } from 'node:events';
import { createReadStream } from 'node:fs';

/**
 * The bytes of a file that somebody named to a command, or of standard input for `-`. Waits until the file is open, so that one that is not there rejects here
 * (`ENOENT`): a stream that fails before anybody reads it takes the process down.
 */
export async function bytesOf(file: string): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') return process.stdin;
  const stream = createReadStream(file);
  await once(stream, 'open');
  return stream;
}
