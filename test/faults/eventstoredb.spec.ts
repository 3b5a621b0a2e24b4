import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LedgerInDoubt, StoreAway, type EventStore } from '../../src/ledger/event-store.js';
import { openEventStoreDbIn } from '../contracts/eventstoredb-ledgers.js';
import { entryOf, expectDense, newLine, newStream, startOf, TRIAL } from '../contracts/ledger-under-test.js';
import { embeddedDatabase } from '../contracts/postgres-ledgers.js';
import { failures } from '../support/eventstoredb-server/faults.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import type { TestDatabase } from '../support/postgres.js';

jest.setTimeout(60_000);

let server: StandInServer;
let database: TestDatabase;
const opened: EventStore[] = [];
beforeEach(async () => {
  server = await StandInServer.start();
  database = await embeddedDatabase('eventstoredb faults');
});
afterEach(async () => {
  await server.network.open().catch(() => undefined);
  for (const store of opened.splice(0)) await store.close();
  await server.close();
  await database.drop();
});

const BRIEF = { patienceMs: 1_500, deadlineMs: 500 };
async function open(options: Parameters<typeof openEventStoreDbIn>[2] = {}): Promise<EventStore> {
  const store = await openEventStoreDbIn(database, server.url, { ...BRIEF, ...options });
  opened.push(store);
  return store;
}

/** How often an id is in the store, wherever. */
const timesThere = (id: string | undefined): number => server.log.all.filter((record) => record.id === id).length;

/** The server writes of its own accord too. */
const written = () => server.log.all.filter(({ stream }) => stream.startsWith(TRIAL));

async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const givenUpAt = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > givenUpAt) throw new Error(`waited in vain for ${holds.toString()}`);
    await sleep(20);
  }
}

describe('an append without an answer', () => {
  const mishaps = ['reset', 'silence', failures.notReady(), failures.timeout(), failures.deadlineExceeded()] as const;
  const cases = (['before the commit', 'after the commit'] as const).flatMap((when) =>
    mishaps.map((then) => [when, typeof then === 'string' ? then : then.message, { when, then }] as const),
  );

  it.each(cases)('is looked up and is there once, when it was lost %s: %s', async (_when, _then, fault) => {
    const store = await open();
    await store.append(startOf(newStream()));
    server.faults.onNextAppend(fault);
    const append = startOf(newStream());
    expect(await store.append(append)).toEqual({ kind: 'appended', entry: 1 });
    expect(timesThere(append.lines[0]?.id)).toBe(1);
    expect(await store.append(append)).toEqual({ kind: 'duplicate', entry: 1 });
    await expectDense(store);
    expect(server.calls.get('batchAppend')).toBeUndefined();
  });

  it('goes to the leader that the server names', async () => {
    const store = await open();
    await store.append(startOf(newStream()));
    const leader = await StandInServer.start({ log: server.log });
    server.faults.follow({ address: '127.0.0.1', port: leader.network.port });
    expect(await store.append(startOf(newStream()))).toMatchObject({ kind: 'appended', entry: 1 });
    await opened.pop()?.close();
    await leader.close();
  });

  it('leaves its id to nobody else, until its place is taken', async () => {
    const store = await open();
    await store.append(startOf(newStream()));
    const line = newLine();
    const [first, second] = [newStream(), newStream()];
    await server.network.shut();
    await expect(store.append(startOf(first, line))).rejects.toThrow(StoreAway);
    await server.network.open();
    await until(async () => (await store.append(startOf(second, newLine())).catch(() => undefined)) !== undefined);
    await expect(store.append(startOf(newStream(), line))).rejects.toThrow('what became of that is not known');
    await store.append(startOf(first, newLine()));
    const third = newStream();
    expect(await store.append(startOf(third, line))).toMatchObject({ kind: 'appended' });
    expect(timesThere(line.id)).toBe(1);
    expect(await store.readStream(third)).toMatchObject([{ line: line.line }]);
  });
});

describe('what is written all or nothing', () => {
  const appends = () => Array.from({ length: 60 }, () => startOf(newStream()));
  const left = async (table: string): Promise<number> => {
    const client = new pg.Client({ connectionString: database.ownerUrl });
    await client.connect();
    const { rows } = await client.query<{ rows: string }>(`SELECT count(*) AS rows FROM ledger.${table}`);
    await client.end();
    return Number(rows[0]?.rows);
  };

  it('comes whole when the store goes away right after the decision, though its copy is gone', async () => {
    const store = await open();
    await store.append(startOf(newStream()));
    const all = appends();
    const writing = store.atomically(async (write) => {
      await write(all);
      await server.network.shut();
    });
    await expect(writing).rejects.toThrow(StoreAway);
    expect(written()).toHaveLength(1);
    expect(await left('decided')).toBe(all.length);
    await opened.splice(0)[0]?.close();

    await server.network.open();
    const other = await open();
    await until(async () => (await other.head()) === all.length);
    for (const { lines } of all) expect(timesThere(lines[0]?.id)).toBe(1);
    // They are struck off the list a moment after the last of them is counted.
    await until(async () => (await left('decided')) === 0);
    expect(await left('claims')).toBe(0);
    await expectDense(other);
  });

  it('comes whole when it is cut off in the middle', async () => {
    const store = await open();
    const all = appends();
    const cut = (async () => {
      await until(() => written().length > 20);
      await server.network.shut();
      await sleep(200);
      await server.network.open();
    })();
    await store.atomically((write) => write(all)).catch((error: unknown) => expect(error).toBeInstanceOf(StoreAway));
    await cut;
    await until(async () => (await store.head()) === all.length - 1);
    for (const { lines } of all) expect(timesThere(lines[0]?.id)).toBe(1);
  });

  it('leaves nothing when it is not decided', async () => {
    const store = await open();
    const [append, ...others] = appends();
    const given = store.atomically(async (write) => {
      await write([...(append ? [append] : []), ...others]);
      throw new Error('thought better of it');
    });
    await expect(given).rejects.toThrow('thought better of it');
    expect([await left('decided'), await left('claims'), written().length]).toEqual([0, 0, 0]);
    expect(append && (await store.append(append))).toMatchObject({ kind: 'appended', entry: 0 });
  });
});

describe('a ledger in doubt', () => {
  it('gives nobody a line that is not what was numbered, and takes nothing more', async () => {
    const store = await open();
    const stream = newStream();
    const line = newLine('what was written');
    const entry = entryOf(await store.append(startOf(stream, line)));
    const [record] = server.log.stream(stream);
    if (record === undefined) throw new Error('nothing there');
    Object.assign(record, { data: Buffer.from(line.line.replace('what was', 'what wasn’t')) });
    for (const read of [
      () => store.readStream(stream),
      () => store.readAll(entry - 1, 1),
      () => store.readByIds([line.id]),
    ])
      await expect(read()).rejects.toThrow(LedgerInDoubt);
    await expect(store.append(startOf(newStream()))).rejects.toThrow(LedgerInDoubt);
  });

  it('numbers nothing that Tallystick did not write', async () => {
    const said: string[] = [];
    const store = await open({ log: (message) => said.push(message) });
    await store.append(startOf(newStream()));
    const foreign = { id: newLine().id, type: 'Foreign', contentType: 'application/json', metadata: new Uint8Array() };
    server.log.append(newStream(), 'no-stream', [{ ...foreign, data: Buffer.from('{"a":1}') }]);
    await until(() => said.some((message) => message.includes('not what Tallystick wrote')));
    await expect(store.append(startOf(newStream()))).rejects.toThrow(LedgerInDoubt);
    expect(await store.head()).toBe(0);
  });
});
