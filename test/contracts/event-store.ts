import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../../src/ledger/event-store.js';
import { notRun } from '../support/not-run.js';
import { describeAppending } from './event-store-appending.js';
import { describeConnection } from './event-store-connection.js';
import { describeContention } from './event-store-contention.js';
import { describeFollowing } from './event-store-following.js';
import { describeLargeStreams } from './event-store-large-streams.js';
import { describeReading } from './event-store-reading.js';
import { describeReopening } from './event-store-reopening.js';
import { describeTransactions } from './event-store-transactions.js';
import { NO_LIMITS } from './ledger-under-test.js';
import type { Ledger, Limits, Stores } from './ledger-under-test.js';

/** What every event store promises (src/ledger/event-store.ts), within the limits that are said of it. */
export function eventStoreContract(name: string, make: () => Promise<Ledger>, own: Partial<Limits> = {}): void {
  const limits = { ...NO_LIMITS, ...own };
  describe(`the event store: ${name}`, () => {
    let ledger: Ledger;
    const opened: EventStore[] = [];
    const open = async (): Promise<EventStore> => {
      const store = await ledger.open();
      opened.push(store);
      return store;
    };
    let stores: ReturnType<Stores>;
    beforeAll(async () => {
      ledger = await make();
      stores = { store: await open(), other: await open(), open };
    });
    afterAll(async () => {
      for (const store of opened) await store.close();
      await ledger.remove();
    });
    const both = (): ReturnType<Stores> => stores;
    describeAppending(both, limits);
    describeTransactions(both, limits);
    describeContention(both, limits);
    describeReading(both);
    describeFollowing(both);
    describeReopening(both);
    describeLargeStreams(both);
    if (!limits.hasConnection) return;
    if (limits.noRoad !== undefined) notRun('a connection that breaks', limits.noRoad);
    else describeConnection(both, () => ledger.road?.() ?? Promise.reject(new Error(`${name} has no road to cut`)));
  });
}
