import { afterAll, beforeAll, describe } from '@jest/globals';
import type { EventStore } from '../../src/ledger/event-store.js';
import { describeAppending } from './event-store-appending.js';
import { describeContention } from './event-store-contention.js';
import { describeReading } from './event-store-reading.js';
import { describeTransactions } from './event-store-transactions.js';
import type { Ledger } from './ledger-under-test.js';

/** What every event store promises (src/ledger/event-store.ts). */
export function eventStoreContract(name: string, make: () => Promise<Ledger>): void {
  describe(`the event store: ${name}`, () => {
    let ledger: Ledger;
    let store: EventStore;
    let other: EventStore;
    beforeAll(async () => {
      ledger = await make();
      store = await ledger.open();
      other = await ledger.open();
    });
    afterAll(async () => {
      await store.close();
      await other.close();
      await ledger.remove();
    });
    const stores = (): { store: EventStore; other: EventStore } => ({ store, other });
    describeAppending(stores);
    describeTransactions(stores);
    describeContention(stores);
    describeReading(stores);
  });
}
