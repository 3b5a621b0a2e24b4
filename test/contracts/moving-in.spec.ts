import { describe, expect, it, jest } from '@jest/globals';
import { MemoryEventStore } from '../../src/adapters/memory/event-store.js';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { postgresMovingIn } from '../../src/adapters/postgres/moving-in.js';
import type { TestDatabase } from '../support/postgres.js';
import { movingInContract, type Place } from './moving-in.js';
import { embeddedDatabase, findServer, serverDatabase } from './postgres-ledgers.js';

jest.setTimeout(120_000);

movingInContract('memory', () => {
  const store = new MemoryEventStore();
  return Promise.resolve({ store, movingIn: store.movingIn(), other: store.movingIn(), remove: () => store.close() });
});

async function placeIn(database: TestDatabase): Promise<Place> {
  const store = await openPostgresEventStore({ url: database.applicationUrl });
  const [movingIn, other] = [postgresMovingIn(database.applicationUrl), postgresMovingIn(database.applicationUrl)];
  const remove = async (): Promise<void> => {
    for (const part of [movingIn, other, store]) await part.close();
    await database.drop();
  };
  return { store, movingIn, other, remove };
}

movingInContract('embedded PostgreSQL', async () => placeIn(await embeddedDatabase('moving in')));

const server = await findServer();
if (server === undefined) {
  describe('moving in: a PostgreSQL server', () => {
    it('not run: no PostgreSQL server here', () => {
      process.stdout.write('not run: no PostgreSQL server here\n');
      expect(server).toBeUndefined();
    });
  });
} else {
  movingInContract('a PostgreSQL server', async () => placeIn(await serverDatabase(server)));
}
