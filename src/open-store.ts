import { openEventStoreDb } from './adapters/eventstoredb/event-store.js';
import { openEntryIndex } from './adapters/postgres/entry-index.js';
import { openPostgresEventStore } from './adapters/postgres/event-store.js';
import { postgresMovingIn } from './adapters/postgres/moving-in.js';
import type { EventStore } from './ledger/event-store.js';
import type { MovingIn } from './ledger/moving-in.js';
import type { Watch } from './ledger/watch.js';

/** Where entries and their numbers live: plain data, which may be passed to a thread. */
export interface LedgerHome {
  /** Where the application's role finds the database. */
  readonly applicationUrl: string;
  /** An EventStoreDB that holds the entries; without one they live in the database. */
  readonly eventstoreUrl: string | undefined;
}

/** A store, and the way into it for entries that were made elsewhere, which is closed before it. */
export interface OpenedStore {
  readonly store: EventStore;
  readonly movingIn: MovingIn;
}

/** Opens the store for those who write and read. `log` takes one line for people at a time. */
export async function openStore(home: LedgerHome, watch: Watch, log: (message: string) => void): Promise<OpenedStore> {
  const { applicationUrl: url, eventstoreUrl } = home;
  if (eventstoreUrl === undefined) {
    const store = await openPostgresEventStore({ url, writer: watch.writer });
    return { store, movingIn: postgresMovingIn(url) };
  }
  const store = openEventStoreDb({ url: eventstoreUrl, index: await openEntryIndex({ url }), watch, log });
  return { store, movingIn: store.movingIn() };
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
