import { randomUUID } from 'node:crypto';
import { afterAll, jest } from '@jest/globals';
import { openEventStoreDb } from '../../src/adapters/eventstoredb/event-store.js';
import { MemoryEventStore } from '../../src/adapters/memory/event-store.js';
import { openEntryIndex } from '../../src/adapters/postgres/entry-index.js';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { postgresMovingIn } from '../../src/adapters/postgres/moving-in.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { findKurrentDb } from '../support/kurrentdb.js';
import { notRun } from '../support/not-run.js';
import type { TestDatabase } from '../support/postgres.js';
import { newStream } from './ledger-under-test.js';
import { movingInContract, type Place } from './moving-in.js';
import { embeddedDatabase, findServer, serverDatabase } from './postgres-ledgers.js';

jest.setTimeout(120_000);

movingInContract('memory', () => {
  const store = new MemoryEventStore();
  const [movingIn, other] = [store.movingIn(), store.movingIn()];
  return Promise.resolve({ store, movingIn, other, newStream, remove: () => store.close() });
});

async function placeIn(database: TestDatabase): Promise<Place> {
  const store = await openPostgresEventStore({ url: database.applicationUrl });
  const [movingIn, other] = [postgresMovingIn(database.applicationUrl), postgresMovingIn(database.applicationUrl)];
  const remove = async (): Promise<void> => {
    for (const part of [movingIn, other, store]) await part.close();
    await database.drop();
  };
  return { store, movingIn, other, newStream, remove };
}

movingInContract('embedded PostgreSQL', async () => placeIn(await embeddedDatabase('moving in')));

const server = await findServer();
if (server === undefined) notRun('moving in: a PostgreSQL server', 'no PostgreSQL server here');
else movingInContract('a PostgreSQL server', async () => placeIn(await serverDatabase(server)));

/** Streams of its own for each place, because all are on one server; and two stores, as two processes have. */
async function placeOn(url: string): Promise<Place> {
  const database = await embeddedDatabase('moving in numbered');
  const prefix = `trial${randomUUID().slice(0, 8)}-`;
  const open = async () => {
    const index = await openEntryIndex({ url: database.applicationUrl });
    return openEventStoreDb({ url, index, prefixes: [prefix], numberPatienceMs: 20_000 });
  };
  const [store, another] = [await open(), await open()];
  const remove = async (): Promise<void> => {
    for (const part of [store, another]) await part.close();
    await database.drop();
  };
  const place = { store, movingIn: store.movingIn(), other: another.movingIn() };
  return { ...place, newStream: () => `${prefix}${randomUUID()}`, remove };
}

const standIn = await StandInServer.start();
const kurrent = await findKurrentDb();
afterAll(async () => {
  await standIn.close();
  await kurrent?.close();
});

movingInContract('an in-process stand-in, not KurrentDB', () => placeOn(standIn.url));
if (kurrent === undefined) notRun('moving in: KurrentDB', 'no KurrentDB here');
else movingInContract('KurrentDB', () => placeOn(kurrent.url));
