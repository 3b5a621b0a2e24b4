import { entryMessage } from './cloud-event.js';
import { envelopeOf } from './codec/envelope.js';
import type { EventStore, StoredLine } from './event-store.js';
import type { Acknowledged } from './feed.js';
import { assertWhole, endsAfter } from './feed-whole.js';
import type { FeedCheckpoint, RelayLead } from './relay-lead.js';
import { publishPatiently, type Publishing } from './relay-publishing.js';

/** What the entries of the feed need. */
export interface RelayingEntries extends Publishing {
  readonly store: EventStore;
  readonly lead: RelayLead;
  readonly topic: string;
  /** CloudEvents' `source` of every entry. */
  readonly source: string;
}

/** A request holds about this many bytes of lines at most, or else one line. */
const REQUEST_BYTES = 1024 * 1024;

/**
 * Sends every entry after the checkpoint, in order, and then what comes, until the signal aborts. A request goes out only when everything before
 * it is acknowledged: whatever is sent twice, the first copies of a stream's entries are in order. While one request is under way the next
 * lines are read and the last checkpoint is written; more is never held. Throws `FeedStopped` when the topic turns out to have lost messages.
 */
export async function relayEntries(relaying: RelayingEntries, signal: AbortSignal): Promise<void> {
  const { store, lead, follower, topic } = relaying;
  let at = lead.at('entries');
  let moved = Promise.resolve();
  follower.isAt(at.entry);
  try {
    for await (const lines of readingAhead(store.subscribe(at.entry, signal))) {
      for (const batch of cut(lines)) {
        const acknowledged = await publish(relaying, batch, at, signal);
        const ends = endsAfter(topic, at.ends, acknowledged, (message) => batch[message]?.entry ?? -1);
        await moved;
        const last = lastOf(batch);
        at = { ...at, entry: last.entry, entryId: envelopeOf(last.line).id, ends };
        moved = lead.move('entries', at);
        moved.catch(() => undefined);
        follower.dealtWith(batch.length, at.entry);
      }
    }
  } finally {
    await moved;
  }
}

function publish(
  relaying: RelayingEntries,
  lines: readonly StoredLine[],
  at: FeedCheckpoint,
  signal: AbortSignal,
): Promise<readonly Acknowledged[]> {
  const { topic, source } = relaying;
  const messages = lines.map((line) => entryMessage(line, source));
  return publishPatiently(relaying, { topic, messages, look: () => assertWhole(relaying, at) }, signal);
}

/** Gives each batch with the one after it already asked for. */
async function* readingAhead<T>(batches: AsyncIterable<T>): AsyncGenerator<T, void> {
  const iterator = batches[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<T, unknown>> => {
    const next = iterator.next();
    next.catch(() => undefined);
    return next;
  };
  let next = ask();
  for (;;) {
    const { done, value } = await next;
    if (done === true) return;
    next = ask();
    yield value;
  }
}

function* cut(lines: readonly StoredLine[]): Generator<readonly StoredLine[], void> {
  let from = 0;
  let bytes = 0;
  for (const [index, { line }] of lines.entries()) {
    // UTF-16 units; what is not ASCII takes more, and far more is allowed.
    if (bytes > 0 && bytes + line.length > REQUEST_BYTES) {
      yield lines.slice(from, index);
      from = index;
      bytes = 0;
    }
    bytes += line.length;
  }
  if (from < lines.length) yield lines.slice(from);
}

function lastOf(lines: readonly StoredLine[]): StoredLine {
  const last = lines.at(-1);
  if (last === undefined) throw new Error('a batch of no lines');
  return last;
}
