import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreAway } from '../../src/ledger/event-store.js';
import type { EventStore, StoredLine } from '../../src/ledger/event-store.js';
import { EventStoreDbGround, freshAppend, persist, settledWithin, until } from '../support/eventstoredb-ground.js';
import { failures, type Mishap } from '../support/eventstoredb-server/faults.js';

jest.setTimeout(60_000);

/** Longer than a store puts up with a server that does not answer. */
const LONG_MS = 10_000;

let ground: EventStoreDbGround;
beforeEach(async () => {
  ground = await EventStoreDbGround.prepare('esdb away');
});
afterEach(() => ground.clear());

const ABSENCES: readonly (readonly [string, () => Promise<void> | void, () => Promise<void> | void])[] = [
  ['refuses connections', () => ground.server.network.shut(), () => ground.server.network.open()],
  [
    'takes connections and is silent for ever',
    () => {
      ground.server.network.silence();
    },
    () => {
      ground.server.network.speak();
    },
  ],
];

/** What has to go to the server, each with a name. */
const CALLS: readonly (readonly [string, (store: EventStore, known: Known) => Promise<unknown>])[] = [
  ['append', (store) => store.append(freshAppend())],
  ['readStream', (store, { stream }) => store.readStream(stream)],
  ['readAll', (store) => store.readAll(-1, 10)],
  ['readAll of many', (store) => store.readAll(-1, 1_000)],
  ['readByIds', (store, { id }) => store.readByIds([id])],
];

interface Known {
  readonly stream: string;
  readonly id: string;
}

async function write(store: EventStore, count: number): Promise<Known> {
  const append = freshAppend();
  await store.append(append);
  for (let written = 1; written < count; written += 1) await store.append(freshAppend());
  return { stream: append.stream, id: append.lines[0]?.id ?? '' };
}

describe.each(ABSENCES)('while the server %s', (_name, leave, comeBack) => {
  it('every call says StoreAway in bounded time, and succeeds once it is back', async () => {
    const store = await ground.open();
    const known = await write(store, 40);
    await leave();
    const settled = await Promise.all(CALLS.map(([, call]) => settledWithin(LONG_MS, call(store, known))));
    for (const [at, how] of settled.entries())
      expect([CALLS[at]?.[0], how]).toEqual([
        CALLS[at]?.[0],
        { status: 'rejected', reason: expect.any(StoreAway) as unknown },
      ]);
    expect(await store.head()).toBe(39);
    await comeBack();
    for (const [, call] of CALLS) await persist(() => call(store, known));
    await ground.expectWhole(store);
  });

  it('a store opens all the same, and records as soon as the server is there', async () => {
    await leave();
    const store = await ground.open();
    const append = freshAppend();
    const early = await settledWithin(LONG_MS, store.append(append));
    expect(early).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(await store.head()).toBe(-1);
    await comeBack();
    expect(await persist(() => store.append(append))).toEqual({ kind: 'appended', entry: 0 });
    await ground.expectWhole(store);
  });

  it('a store closes, and its subscriptions end', async () => {
    const store = await ground.open();
    await write(store, 3);
    const stop = new AbortController();
    const seen: StoredLine[] = [];
    const following = (async () => {
      for await (const lines of store.subscribe(-1, stop.signal)) seen.push(...lines);
    })();
    await until(() => seen.length === 3);
    await leave();
    const appending = settledWithin(LONG_MS, store.append(freshAppend()));
    await sleep(50);
    expect(await settledWithin(LONG_MS, ground.close(store))).toMatchObject({ status: 'fulfilled' });
    expect(await settledWithin(1_000, following)).toMatchObject({ status: 'fulfilled' });
    expect(await appending).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
  });

  it('a subscription only pauses, and loses and repeats nothing', async () => {
    const [store, other] = [await ground.open(), await ground.open()];
    await write(store, 30);
    const seen: StoredLine[] = [];
    const stop = new AbortController();
    const following = (async () => {
      for await (const lines of store.subscribe(4, stop.signal)) seen.push(...lines);
    })();
    await until(() => seen.length === 25);
    await leave();
    await sleep(3_000);
    await comeBack();
    for (let count = 0; count < 10; count += 1) await persist(() => other.append(freshAppend()));
    await until(() => seen.length >= 35);
    stop.abort();
    await following;
    expect(seen).toEqual((await store.readAll(-1, 1_000)).slice(5));
    await ground.expectWhole(store);
  });
});

describe('a read', () => {
  const mishaps: readonly (readonly [string, Mishap])[] = [
    ['its connection is reset', 'reset'],
    ['the server falls silent', 'silence'],
    ['the server says that it is not ready', failures.notReady()],
    ['the server says that its deadline is over', failures.deadlineExceeded()],
  ];

  it.each(mishaps)('is whole although %s in the middle of it', async (_name, then) => {
    const store = await ground.open();
    const append = freshAppend(700);
    await store.append(append);
    const lines = append.lines.map(({ line }, entry) => ({ entry, line }));
    for (const afterEvents of [0, 1, 350, 699]) {
      ground.server.faults.onNextRead({ afterEvents: afterEvents % 500, then });
      const read = await settledWithin(LONG_MS, store.readStream(append.stream));
      expect(read).toEqual({ status: 'fulfilled', value: lines });
      ground.server.faults.onNextSubscription({ afterEvents, then });
      const all = await settledWithin(LONG_MS, store.readAll(-1, 1_000));
      expect(all).toEqual({ status: 'fulfilled', value: lines });
      expect(ground.server.faults.left).toBe(0);
    }
  });
});
