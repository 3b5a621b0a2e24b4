import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
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

/** Puts events of somebody else's into the server's log. */
function writeForeign(count: number): void {
  for (let index = 0; index < count; index += 1)
    ground.server.log.append(`customer-${randomUUID()}`, 'no-stream', [
      {
        id: randomUUID(),
        type: 'Moved',
        contentType: 'application/json',
        data: Buffer.from('{}'),
        metadata: Buffer.of(),
      },
    ]);
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
    let writing = 2;
    const writers = stores.map(async (store) => {
      for (let batch = 0; batch < 15; batch += 1) await write(store, 4);
      writing -= 1;
    });
    let cuts = 0;
    for (; writing > 0; cuts += 1) {
      await sleep(80 + 120 * chance());
      if (chance() < 0.4) {
        await ground.server.network.shut();
        await sleep(100 * chance());
        await ground.server.network.open();
      } else ground.server.network.resetAll();
    }
    await Promise.all(writers);
    expect(cuts).toBeGreaterThan(2);
    expect(ground.records()).toHaveLength(120);
    for (const store of stores) await ground.expectWhole(store);
  });

  it('by another copy when the database ends the connection of the one that numbers', async () => {
    const stores = [await ground.open(), await ground.open()];
    const owner = new pg.Client({ connectionString: ground.database.ownerUrl });
    await owner.connect();
    let writing = 2;
    const writers = stores.map(async (store) => {
      for (let batch = 0; batch < 15; batch += 1) await write(store, 4);
      writing -= 1;
    });
    let ended = 0;
    while (writing > 0) {
      const { rowCount } = await owner.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
         WHERE datname = current_database() AND usename = 'tallystick_app'`,
      );
      ended += rowCount ?? 0;
      await sleep(150);
    }
    await Promise.all(writers);
    await owner.end();
    expect(ended).toBeGreaterThan(0);
    expect(ground.records()).toHaveLength(120);
    for (const store of stores) await ground.expectWhole(store);
  });

  it('past any number of events that are not the ledger’s, however long the server looks through them', async () => {
    const store = await ground.open({ quietMs: 1_000 });
    await write(store, 3);
    writeForeign(200);
    ground.server.faults.lookMs = 20;
    ground.server.network.resetAll();
    await persist(() => store.append(freshAppend()));
    await ground.expectWhole(store);
    ground.server.faults.lookMs = 0;
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
