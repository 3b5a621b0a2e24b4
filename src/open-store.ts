import { openEventStoreDb } from './adapters/eventstoredb/event-store.js';
import { openEntryIndex } from './adapters/postgres/entry-index.js';
import { openPostgresEventStore } from './adapters/postgres/event-store.js';
import type { EventStore } from './ledger/event-store.js';
import type { Watch } from './ledger/watch.js';

/** Where entries and their numbers live: plain data, which may be passed to a thread. */
export interface LedgerHome {
  /** Where the application's role finds the database. */
  readonly applicationUrl: string;
  /** An EventStoreDB that holds the entries; without one they live in the database. */
  readonly eventstoreUrl: string | undefined;
}

/** Opens the store for those who write and read. `log` takes one line for people at a time. */
export async function openStore(home: LedgerHome, watch: Watch, log: (message: string) => void): Promise<EventStore> {
  const { applicationUrl: url, eventstoreUrl } = home;
  if (eventstoreUrl === undefined) return openPostgresEventStore({ url, writer: watch.writer });
  return openEventStoreDb({ url: eventstoreUrl, index: await openEntryIndex({ url }), watch, log });
}

/** Opens the store for one that only follows the ledger, in a thread of its own. It numbers no entries. */
export async function openStoreToFollow({ applicationUrl: url, eventstoreUrl }: LedgerHome): Promise<EventStore> {
  if (eventstoreUrl === undefined) return openPostgresEventStore({ url, readConnections: 1 });
  return openEventStoreDb({
    url: eventstoreUrl,
    index: await openEntryIndex({ url, readConnections: 1 }),
    numbers: false,
  });
}
