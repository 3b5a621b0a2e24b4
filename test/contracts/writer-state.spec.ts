import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { StoreAway, type EventStore } from '../../src/ledger/event-store.js';
import { WriterState } from '../../src/ledger/writer-state.js';
import { cuttableProxy, type CuttableProxy } from '../support/cuttable-proxy.js';
import type { TestDatabase } from '../support/postgres.js';
import { entryOf, expectDense, newStream, startOf } from './ledger-under-test.js';
import { embeddedDatabase } from './postgres-ledgers.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let proxy: CuttableProxy;
let store: EventStore;
const writer = new WriterState();
beforeAll(async () => {
  database = await embeddedDatabase('writer state');
  proxy = await cuttableProxy(database.applicationUrl);
  store = await openPostgresEventStore({ url: proxy.url, patienceMs: 300, writer });
});
afterAll(async () => {
  await store.close();
  await proxy.close();
  await database.drop();
});

async function until(isSo: () => boolean): Promise<void> {
  const givenUpAt = Date.now() + 10_000;
  while (!isSo()) {
    if (Date.now() > givenUpAt) throw new Error('It did not come about.');
    await sleep(10);
  }
}

describe('what the writer tells of itself', () => {
  it('is how many appends wait, and how large the batches were', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    await owner.query('BEGIN; SELECT FROM ledger.head FOR UPDATE');
    const first = store.append(startOf(newStream()));
    await sleep(100);
    const others = Array.from({ length: 6 }, () => store.append(startOf(newStream())));
    expect(writer.numbers()).toMatchObject({ waitingAppends: 7, trouble: undefined });
    expect(writer.numbers().waitingBytes).toBeGreaterThan(7 * 100);
    await owner.query('COMMIT');
    await Promise.all([first, ...others]);
    const { batches, ...rest } = writer.numbers();
    expect(rest).toEqual({ waitingAppends: 0, waitingBytes: 0, reconnects: 0, trouble: undefined });
    expect([batches.sum, batches.counts.reduce((all, one) => all + one, 0)]).toEqual([7, 2]);
    await owner.end();
  });

  it('is why writing fails, and that it works again before anybody has something to write', async () => {
    const before = await store.head();
    proxy.cut();
    await expect(store.append(startOf(newStream()))).rejects.toThrow(StoreAway);
    expect(writer.numbers().trouble).toMatchObject({ code: 'store-away' });
    // Longer than it takes to try again: it still fails.
    await sleep(1_500);
    expect(writer.numbers().trouble).toMatchObject({ code: 'store-away' });
    proxy.restore();
    await until(() => writer.numbers().trouble === undefined);
    expect(writer.numbers().reconnects).toBeGreaterThan(0);
    expect(await store.head()).toBe(before);
    expect(entryOf(await store.append(startOf(newStream())))).toBe(before + 1);
    await expectDense(store);
  });

  it('tells of a database that takes nothing though it answers', async () => {
    const owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
    const { rows } = await owner.query<{ name: string }>('SELECT current_database() AS name');
    const name = owner.escapeIdentifier(rows[0]?.name ?? '');
    const disconnect = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`;
    await owner.query(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
    await owner.query(disconnect);
    await expect(store.append(startOf(newStream()))).rejects.toThrow();
    expect(writer.numbers().trouble).toMatchObject({ code: 'store-away' });
    expect(await store.head()).toBeGreaterThan(0);
    await owner.query('SET default_transaction_read_only = off');
    await owner.query(`ALTER DATABASE ${name} RESET default_transaction_read_only`);
    await owner.query(disconnect);
    await until(() => writer.numbers().trouble === undefined);
    await owner.end();
  });
});
