import type { Connection } from './connection.js';
import { Feed } from './feed.js';

const METADATA = '$$';
const BATCH_MOST = 500;
/** The server looks through all that it holds; when it has said nothing for so long, it has come to the end. */
const QUIET_MS = 1_000;
const LONGEST_MS = 30_000;

type Metadata = Readonly<Record<string, unknown>>;

/** The metadata of the ledger's streams, as it stands; `isWhole` is false when there was no time to look at all of it. */
export async function metadataOfStreams(
  connection: Connection,
): Promise<{ readonly metadata: ReadonlyMap<string, Metadata>; readonly isWhole: boolean }> {
  const metadata = new Map<string, Metadata>();
  const givenUpAt = Date.now() + LONGEST_MS;
  let lastSignAt = Date.now();
  const looking = connection.subscribeToMetadata(METADATA, () => (lastSignAt = Date.now()));
  const feed = new Feed(looking, { deadlineMs: connection.deadlineMs, quietMs: QUIET_MS });
  try {
    while (Date.now() < givenUpAt) {
      const events = await feed.next(BATCH_MOST);
      if (events.length === 0 && Date.now() - lastSignAt >= QUIET_MS) return { metadata, isWhole: true };
      for (const { event } of events) {
        if (event === undefined || typeof event.data !== 'object') continue;
        metadata.set(event.streamId.slice(METADATA.length), event.data as Metadata);
      }
    }
    return { metadata, isWhole: false };
  } finally {
    feed.end();
  }
}

/** Whether a stream with that metadata loses entries: by age, by number, or those before one that is named. */
export function isRetaining(metadata: Metadata): boolean {
  return ['$maxAge', '$maxCount', '$tb'].some((name) => metadata[name] !== undefined);
}
