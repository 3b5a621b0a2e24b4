import { createHash } from 'node:crypto';
import { canonicalJson } from './codec/json.js';
import type { EventStore } from './event-store.js';

const PAGE = 2000;

/** The last line of an export: how many entries it has, and the SHA-256 of all bytes before this line. */
export interface Trailer {
  readonly entries: number;
  readonly sha256: string;
}

/**
 * Gives an export in chunks of text: every line of the ledger in entry order, each ended by one newline, then the trailer. Takes what is there when it starts;
 * what is recorded meanwhile is left for the next export. Memory stays flat.
 */
export async function* exportLedger(
  store: EventStore,
  onProgress?: (entries: number, of: number) => void,
): AsyncGenerator<string, Trailer> {
  const digest = createHash('sha256');
  const head = await store.head();
  let last = -1;
  while (last < head) {
    const lines = await store.readAll(last, Math.min(PAGE, head - last));
    const end = lines.at(-1);
    if (end === undefined)
      throw new Error(`The ledger ends before entry ${head}, which it had a moment ago. Run "tallystick doctor".`);
    const chunk = lines.map(({ line }) => `${line}\n`).join('');
    digest.update(chunk);
    last = end.entry;
    onProgress?.(last + 1, head + 1);
    yield chunk;
  }
  const trailer = { entries: head + 1, sha256: digest.digest('hex') };
  yield `${canonicalJson(trailer)}\n`;
  return trailer;
}
