import type { Append } from '../../ledger/event-store.js';
import { BATCH_LIMITS } from './batch.js';

export interface Measured {
  readonly append: Append;
  readonly bytes: number;
}

/** How far past the last one it took a batch looks for more; bounds the work when thousands wait for one stream. */
const LOOK_AHEAD = 2 * BATCH_LIMITS.appends;

/**
 * Takes the next batch off the front of the queue: at most one append for each stream and id, and none after one to the stream by which it was
 * decided, so that one statement can judge them side by side. Whatever has to wait keeps its place, and holds back what comes
 * after it in its own stream or in the one beside it.
 */
export function takeBatch<T extends Measured>(queue: T[]): readonly T[] {
  const taken: T[] = [];
  const waiting: T[] = [];
  const streams = new Set<string>();
  /** The streams beside what waits. */
  const held = new Set<string>();
  const ids = new Set<string>();
  let bytes = 0;
  let looked = 0;
  for (const item of queue) {
    if (taken.length === BATCH_LIMITS.appends || looked === LOOK_AHEAD) break;
    if (taken.length > 0 && bytes + item.bytes > BATCH_LIMITS.bytes) break;
    looked += 1;
    const { stream, lines, beside } = item.append;
    const isAfterMove = beside !== undefined && streams.has(beside.stream);
    const waits = streams.has(stream) || held.has(stream) || isAfterMove || lines.some(({ id }) => ids.has(id));
    streams.add(stream);
    if (waits) {
      if (beside !== undefined) held.add(beside.stream);
      waiting.push(item);
      continue;
    }
    for (const { id } of lines) ids.add(id);
    taken.push(item);
    bytes += item.bytes;
  }
  queue.splice(0, looked, ...waiting);
  return taken;
}
