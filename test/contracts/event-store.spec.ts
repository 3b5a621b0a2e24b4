import { jest } from '@jest/globals';
import { MemoryEventStore } from '../../src/adapters/memory/event-store.js';
import { notRun } from '../support/not-run.js';
import { eventStoreContract } from './event-store.js';
import { postgresFaults } from './postgres-faults.js';
import { embeddedDatabase, findServer, ledgerIn, serverDatabase } from './postgres-ledgers.js';

jest.setTimeout(120_000);

eventStoreContract(
  'memory',
  () => {
    const store = new MemoryEventStore();
    return Promise.resolve({ open: () => Promise.resolve(store), remove: () => Promise.resolve() });
  },
  { hasConnection: false },
);

eventStoreContract('embedded PostgreSQL', async () => ledgerIn(await embeddedDatabase('event store')));
postgresFaults('embedded PostgreSQL', () => embeddedDatabase('event store faults'));

const server = await findServer();
if (server === undefined) {
  notRun('the event store: a PostgreSQL server', 'no PostgreSQL server here');
} else {
  eventStoreContract('a PostgreSQL server', async () => ledgerIn(await serverDatabase(server)));
  postgresFaults('a PostgreSQL server', () => serverDatabase(server));
}
