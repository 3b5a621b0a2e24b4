import { openEventStoreDb } from '../../src/adapters/eventstoredb/event-store.js';
import type { EventStoreDbOptions } from '../../src/adapters/eventstoredb/options.js';
import { openEntryIndex } from '../../src/adapters/postgres/entry-index.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import { cuttableProxy } from '../support/cuttable-proxy.js';
import type { TestDatabase } from '../support/postgres.js';
import { TRIAL, type Ledger, type Limits } from './ledger-under-test.js';

/** What EventStoreDB leaves out: it keeps JSON rather than text, and limits an append; numbers come after a decision, not within it. */
export const EVENTSTOREDB_LIMITS: Partial<Limits> = {
  takesAnyText: false,
  holdsStill: false,
  longestAppendBytes: 900_000,
  numbersAtOnce: false,
};

/** Opens a store on the streams of this run. */
export async function openEventStoreDbIn(
  database: TestDatabase,
  url: string,
  options: Partial<EventStoreDbOptions> = {},
): Promise<EventStore> {
  const index = await openEntryIndex({ url: database.applicationUrl });
  return openEventStoreDb({ url, index, prefixes: [TRIAL], numberPatienceMs: 20_000, ...options });
}

export function ledgerInEventStoreDb(database: TestDatabase, url: string): Ledger {
  return {
    open: () => openEventStoreDbIn(database, url),
    road: async () => {
      const proxy = await cuttableProxy(url);
      return {
        ...proxy,
        open: () => openEventStoreDbIn(database, proxy.url, { patienceMs: 1_500, deadlineMs: 1_000 }),
      };
    },
    remove: () => database.drop(),
  };
}
