import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { NotDurable } from '../../src/adapters/postgres/durability.js';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { StoreAway, StoreBusy } from '../../src/ledger/event-store.js';
import type { EventStore, NewLine, StoredLine } from '../../src/ledger/event-store.js';
import { cuttableProxy } from '../support/cuttable-proxy.js';
import type { CuttableProxy } from '../support/cuttable-proxy.js';
import type { TestDatabase } from '../support/postgres.js';
import { entryOf, everything, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import { run } from './postgres-ledgers.js';

/** What PostgreSQL and the network may do to an event store, and what it must make of it. */
export function postgresFaults(name: string, make: () => Promise<TestDatabase>): void {
  describe(`faults of ${name}`, () => {
    let database: TestDatabase;
    let proxy: CuttableProxy;
    let store: EventStore;
    let owner: pg.Client;
    beforeAll(async () => {
      database = await make();
      owner = new pg.Client({ connectionString: database.ownerUrl });
      await owner.connect();
    });
    beforeEach(async () => {
      proxy = await cuttableProxy(database.applicationUrl);
      store = await openPostgresEventStore({ url: proxy.url, patienceMs: 1_500, lockTimeoutMs: 1_000 });
    });
    afterEach(async () => {
      await store.close();
      await proxy.close();
    });
    afterAll(async () => {
      await owner.end();
      await database.drop();
    });

    it('writes once what was committed just before the connection broke', async () => {
      const lines = Array.from({ length: 40 }, () => newLine());
      const withheld = proxy.withholdAnswers();
      const results = lines.map((line) => store.append(startOf(newStream(), line)));
      await withheld;
      proxy.cut();
      proxy.restore();
      const written = (await Promise.all(results)).map((result, index) => ({
        entry: entryOf(result),
        line: lines[index]?.line,
      }));
      expect((await everything(store)).slice(-40)).toEqual(written);
      await expectDense(store);
    });

    it('calls it a duplicate when what is there under the id is not what was sent', async () => {
      const line = newLine();
      const entry = entryOf(await store.append(startOf(newStream(), line)));
      const withheld = proxy.withholdAnswers();
      const result = store.append(startOf(newStream(), { id: line.id, line: 'another' }));
      await withheld;
      proxy.cut();
      proxy.restore();
      expect(await result).toEqual({ kind: 'duplicate', entry });
    });

    it('loses nothing and repeats nothing while its connections are terminated', async () => {
      const acknowledged: StoredLine[] = [];
      const before = await store.head();
      let writing = true;
      const writer = async (): Promise<void> => {
        while (writing) {
          const { id, line } = newLine();
          const result = await store.append(startOf(newStream(), { id, line }));
          acknowledged.push({ entry: entryOf(result), line });
        }
      };
      const writers = Array.from({ length: 16 }, writer);
      let terminated = 0;
      for (let kill = 0; kill < 12; kill += 1) {
        await sleep(60);
        const { rowCount } = await owner.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'tallystick_app'`,
        );
        terminated += rowCount ?? 0;
      }
      writing = false;
      await Promise.all(writers);
      expect(terminated).toBeGreaterThan(5);
      acknowledged.sort((one, other) => one.entry - other.entry);
      expect(await everything(store, before)).toEqual(acknowledged);
      await expectDense(store);
    });

    it('says StoreAway when the server stays away, and a second sending finds out what became of the append', async () => {
      const append = startOf(newStream());
      const withheld = proxy.withholdAnswers();
      const unknown = store.append(append);
      await withheld;
      proxy.cut();
      const begun = performance.now();
      const [first, behind] = await Promise.allSettled([unknown, store.append(startOf(newStream()))]);
      expect(first).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
      expect(behind).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
      await expect(store.head()).rejects.toBeInstanceOf(StoreAway);
      expect(performance.now() - begun).toBeLessThan(8_000);
      proxy.restore();
      expect(await store.append(append)).toEqual({ kind: 'duplicate', entry: await store.head() });
    });

    it('rolls a transaction back when the connection breaks in it', async () => {
      const head = await store.head();
      const broken = store.atomically(async (write) => {
        await write([startOf(newStream())]);
        proxy.cut();
        await write([startOf(newStream())]);
      });
      await expect(broken).rejects.toBeInstanceOf(StoreAway);
      proxy.restore();
      await store.append(startOf(newStream()));
      expect(await store.head()).toBe(head + 1);
    });

    it('passes on what the work of a transaction throws, whatever it is called', async () => {
      const work = (): Promise<never> => Promise.reject(new Error('connection timeout in a step of ours'));
      await expect(store.atomically(work)).rejects.toThrow('in a step of ours');
    });

    it('says StoreBusy at once when too much waits, and StoreBusy when another writer keeps the lock', async () => {
      const small = await openPostgresEventStore({
        url: database.applicationUrl,
        lockTimeoutMs: 300,
        queueLimits: { appends: 5, bytes: 10_000 },
      });
      await owner.query('BEGIN');
      await owner.query('SELECT FROM ledger.head FOR UPDATE');
      const head = await store.head();
      const waiting = Array.from({ length: 5 }, () => small.append(startOf(newStream())));
      const settled = Promise.allSettled(waiting);
      await expect(small.append(startOf(newStream()))).rejects.toThrow(new StoreBusy('too many appends wait already'));
      expect((await settled).map(({ status }) => status)).toEqual(Array.from({ length: 5 }, () => 'rejected'));
      await expect(waiting[0]).rejects.toBeInstanceOf(StoreBusy);
      await expect(small.atomically((write) => write([startOf(newStream())]))).rejects.toBeInstanceOf(StoreBusy);
      await owner.query('ROLLBACK');
      const large: NewLine = { id: randomUUID(), line: 'x'.repeat(6_000) };
      const first = small.append(startOf(newStream(), large));
      await expect(small.append(startOf(newStream(), { ...large, id: randomUUID() }))).rejects.toBeInstanceOf(
        StoreBusy,
      );
      await first;
      await small.close();
      expect(await store.head()).toBe(head + 1);
    });

    it('refuses what it could not give back as it was, before it harms a neighbour', async () => {
      const unkeepable = ['', 'two\nlines', 'nul \0', 'half \ud83d'].map((line) => ({ id: randomUUID(), line }));
      const neighbours = unkeepable.map(() => store.append(startOf(newStream())));
      for (const line of [...unkeepable, { id: 'no uuid', line: '{}' }]) {
        await expect(store.append(startOf(newStream(), line))).rejects.toBeInstanceOf(TypeError);
      }
      for (const result of await Promise.all(neighbours)) expect(result.kind).toBe('appended');
    });

    it('writes what it accepted before it closes, and nothing after', async () => {
      const closing = await openPostgresEventStore({ url: database.applicationUrl });
      const results = Array.from({ length: 1_200 }, () => closing.append(startOf(newStream())));
      let answered = 0;
      for (const result of results) void result.then(() => (answered += 1));
      await closing.close();
      expect(answered).toBe(1_200);
      for (const result of await Promise.all(results)) expect(result.kind).toBe('appended');
      await expect(closing.append(startOf(newStream()))).rejects.toBeInstanceOf(StoreAway);
    });

    it('refuses a server that could lose what it acknowledged', async () => {
      const name = new URL(database.ownerUrl).pathname.slice(1);
      await run(database.ownerUrl, `ALTER DATABASE ${name} SET synchronous_commit = off`);
      const opening = openPostgresEventStore({ url: database.applicationUrl });
      await expect(opening).rejects.toThrow(new NotDurable(await messageOf(opening)));
      await expect(opening).rejects.toThrow('synchronous_commit=off');
      await run(database.ownerUrl, `ALTER DATABASE ${name} RESET synchronous_commit`);
    });
  });
}

async function messageOf(failing: Promise<unknown>): Promise<string> {
  return failing.then(
    () => 'nothing failed',
    (error: unknown) => String(error instanceof Error ? error.message : error),
  );
}
