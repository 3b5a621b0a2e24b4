import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { EventStore } from '../../src/ledger/event-store.js';
import { Watch } from '../../src/ledger/watch.js';
import { EventStoreDbGround, freshAppend, persist, until } from '../support/eventstoredb-ground.js';
import { failures, type Mishap } from '../support/eventstoredb-server/faults.js';
import { seeded } from '../support/writers.js';

jest.setTimeout(90_000);

let ground: EventStoreDbGround;
beforeEach(async () => {
  ground = await EventStoreDbGround.prepare('esdb numbering');
});
afterEach(() => ground.clear());

async function write(store: EventStore, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => persist(() => store.append(freshAppend()))));
}

const lastPosition = (): number => ground.records().at(-1)?.position ?? -1;

describe('numbering goes on', () => {
  const mishaps: readonly (readonly [string, Mishap])[] = [
    ['its connection is reset', 'reset'],
    ['the server ends it', failures.notReady()],
    ['the server says that its deadline is over', failures.deadlineExceeded()],
  ];

  it.each(mishaps)('where it was when %s in the middle of a subscription', async (_name, then) => {
    const writer = await ground.open({ numbers: false, numberPatienceMs: 0 });
    for (const afterEvents of [0, 1, 7, 40]) {
      await write(writer, 60);
      for (let time = 0; time < 3; time += 1) ground.server.faults.onNextSubscription({ afterEvents, then });
      const store = await ground.open();
      await ground.expectWhole(store);
      expect(ground.server.faults.left).toBe(0);
      await ground.close(store);
    }
  });

  it('from its checkpoint after the server was restarted, and reads nothing a second time', async () => {
    const store = await ground.open();
    await write(store, 30);
    await ground.expectWhole(store);
    for (let restart = 0; restart < 4; restart += 1) {
      const checkpoint = lastPosition();
      await ground.server.network.shut();
      const before = ground.server.subscribedAfter.length;
      await sleep(200 * restart);
      await ground.server.network.open();
      await until(() => ground.server.subscribedAfter.length > before);
      expect(ground.server.subscribedAfter.slice(before).every((position) => position === checkpoint)).toBe(true);
      await write(store, 10);
      await ground.expectWhole(store);
    }
  });

  it('from its checkpoint after the application was restarted', async () => {
    for (let restart = 0; restart < 3; restart += 1) {
      const checkpoint = lastPosition();
      const before = ground.server.subscribedAfter.length;
      const store = await ground.open();
      await until(() => ground.server.subscribedAfter.length > before);
      expect(ground.server.subscribedAfter[before]).toBe(checkpoint);
      await write(store, 20);
      await ground.expectWhole(store);
      await ground.close(store);
      const elsewhere = await ground.open({ numbers: false, numberPatienceMs: 0 });
      await write(elsewhere, 5);
      await ground.close(elsewhere);
      const counting = await ground.open();
      await ground.expectWhole(counting);
      await ground.close(counting);
    }
  });

  it('with no entry lost or numbered twice while connections break under two copies', async () => {
    const stores = [await ground.open(), await ground.open()];
    const chance = seeded(23);
    let writing = true;
    const writers = stores.map(async (store) => {
      while (writing) await write(store, 4);
    });
    for (let cut = 0; cut < 12; cut += 1) {
      await sleep(80 + 120 * chance());
      if (chance() < 0.4) {
        await ground.server.network.shut();
        await sleep(100 * chance());
        await ground.server.network.open();
      } else ground.server.network.resetAll();
    }
    writing = false;
    await Promise.all(writers);
    expect(ground.records().length).toBeGreaterThan(100);
    for (const store of stores) await ground.expectWhole(store);
  });

  it('by another copy when the database ends the connection of the one that numbers', async () => {
    const stores = [await ground.open(), await ground.open()];
    const owner = new pg.Client({ connectionString: ground.database.ownerUrl });
    await owner.connect();
    let writing = true;
    const writers = stores.map(async (store) => {
      while (writing) await write(store, 4);
    });
    let ended = 0;
    for (let round = 0; round < 8; round += 1) {
      await sleep(150);
      const { rowCount } = await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'tallystick_app'`,
      );
      ended += rowCount ?? 0;
    }
    writing = false;
    await Promise.all(writers);
    await owner.end();
    expect(ended).toBeGreaterThan(8);
    for (const store of stores) await ground.expectWhole(store);
  });
});

describe('an entry that is recorded and not counted', () => {
  it('has no number yet, is known by its id, and gets its number later', async () => {
    const writer = await ground.open({ numbers: false, numberPatienceMs: 50 });
    const append = freshAppend();
    const id = append.lines[0]?.id ?? '';
    expect(await writer.append(append)).toEqual({ kind: 'appended', entry: undefined });
    expect(await writer.append(append)).toMatchObject({ entry: undefined });
    expect(await writer.readByIds([id])).toEqual([{ entry: undefined, line: append.lines[0]?.line }]);
    expect(await writer.readStream(append.stream)).toEqual([{ entry: undefined, line: append.lines[0]?.line }]);
    expect(await writer.head()).toBe(-1);
    expect(ground.timesWritten(append)).toBe(1);

    const watch = new Watch();
    await ground.open({ watch });
    await until(async () => (await writer.head()) === 0);
    expect(await writer.readByIds([id])).toEqual([{ entry: 0, line: append.lines[0]?.line }]);
    expect(await writer.append(append)).toEqual({ kind: 'duplicate', entry: 0 });
    expect(watch.followers.all().find(({ name }) => name === 'indexer')).toMatchObject({ entry: 0 });
  });
});
