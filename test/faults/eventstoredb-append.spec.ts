import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEntryIndex } from '../../src/adapters/postgres/entry-index.js';
import { StoreAway } from '../../src/ledger/event-store.js';
import type { Append, AppendResult, EventStore } from '../../src/ledger/event-store.js';
import { EventStoreDbGround, freshAppend, persist, settledWithin } from '../support/eventstoredb-ground.js';
import { failures, type AppendFault, type Mishap } from '../support/eventstoredb-server/faults.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { seeded } from '../support/writers.js';

jest.setTimeout(60_000);

let ground: EventStoreDbGround;
beforeEach(async () => {
  ground = await EventStoreDbGround.prepare('esdb append');
});
afterEach(() => ground.clear());

const MISHAPS: readonly (readonly [string, Mishap])[] = [
  ['the connection is reset', 'reset'],
  ['no answer ever comes', 'silence'],
  ['the server says that its deadline is over', failures.deadlineExceeded()],
  ['the server says that it took too long', failures.timeout()],
  ['the server says that it is not ready', failures.notReady()],
];
const TIMES = ['before the commit', 'after the commit', 'long before the commit'] as const;
const FAULTS = MISHAPS.flatMap(([name, then]) => TIMES.map((when) => [name, when, { when, then }] as const));

/** Too little for a second attempt: the first failure comes through. */
const AT_ONCE_MS = 15;

/** Gives up before a late commit comes. */
const HASTY = { deadlineMs: 250, patienceMs: 300 };

/** Longer than a store puts up with any of this. */
const LONG_MS = 10_000;

/** Sends it once, and again if that is asked for: everybody gets the same number, and it is there once. */
async function expectOnce(store: EventStore, append: Append, first: AppendResult | undefined): Promise<void> {
  const again = await persist(() => store.append(append));
  expect(ground.timesWritten(append)).toBe(1);
  const [stored] = await persist(() => store.readByIds(append.lines.slice(0, 1).map(({ id }) => id)));
  expect(stored?.entry).toBeGreaterThanOrEqual(0);
  if (first !== undefined) expect(first).toEqual({ kind: 'appended', entry: stored?.entry });
  expect(again).toEqual({ kind: 'duplicate', entry: stored?.entry });
  expect((await persist(() => store.readStream(append.stream))).map(({ line }) => line)).toEqual(
    append.lines.map(({ line }) => line),
  );
}

/** An append to the stream of an earlier one, of which it is the second line. */
const following = ({ stream }: Append): Append => ({ ...freshAppend(), stream, expectedRevision: 0 });

describe('appends to several streams at once', () => {
  it('are written in their order where they change what is there, whatever becomes of the first', async () => {
    const store = await ground.open();
    const [duplicate, primary] = [freshAppend(), freshAppend()];
    for (const append of [duplicate, primary]) await store.append(append);
    const [link, note] = [following(duplicate), following(primary)];
    ground.server.faults.onNextAppend({ when: 'before the commit', then: failures.notReady() });
    await store.atomically((write) => write([link, note]));
    const written = ground.records().map(({ id }) => id);
    expect(written.slice(-2)).toEqual([link, note].map(({ lines }) => lines[0]?.id));
    await ground.expectWhole(store);
  });

  it('are written after what they rest on where that is the key of items, which starts a stream too', async () => {
    const store = await ground.open();
    const [key, item] = [{ ...freshAppend(), stream: 'item-keys' }, freshAppend()];
    ground.server.faults.onNextAppend({ when: 'before the commit', then: failures.notReady() });
    await store.atomically((write) => write([key, item]));
    const both = [key, item].map(({ lines }) => lines[0]?.id);
    expect(ground.server.log.all.map(({ id }) => id).filter((id) => both.includes(id))).toEqual(both);
  });
});

describe('an outcome that rests on another of its own moment', () => {
  /** As a saving does that carries on one of its own file. */
  const successor = (): Append => freshAppend(1, { restsOn: { predecessor: 0 } });
  const idsOf = (...appends: readonly Append[]) => appends.map(({ lines }) => lines[0]?.id);
  const written = (): readonly string[] => ground.records().map(({ id }) => id);

  it('is written after that one, whatever becomes of it, and before what rests on itself', async () => {
    const store = await ground.open();
    const file = [freshAppend(), freshAppend(), successor(), successor(), freshAppend()];
    const [first, , second, third] = file as [Append, Append, Append, Append];
    for (const then of ['notReady', 'timeout'] as const)
      ground.server.faults.onNextAppend({ when: 'before the commit', then: failures[then]() });
    await store.atomically((write) => write(file));
    const savings = idsOf(first, second, third);
    expect(written().filter((id) => savings.includes(id))).toEqual(savings);
    await ground.expectWhole(store);
  });

  /** So much that its last comes in another page than its first. */
  const longFile = (): readonly [Append, ...Append[]] => [
    freshAppend(),
    ...Array.from({ length: 250 }, () => freshAppend()),
    successor(),
  ];

  /** A store in which `then` is waited for before the second page is carried out. */
  async function openUpTo([first]: readonly Append[], then: () => Promise<void>): Promise<EventStore> {
    const index = await openEntryIndex({ url: ground.database.applicationUrl });
    const decided = index.decided.bind(index);
    index.decided = async (after, limit) => {
      const page = await decided(after, limit);
      if (limit > 1 && page.length > 0 && page[0]?.stream !== first?.stream) await then();
      return page;
    };
    return ground.open({ index });
  }

  it('is written before anybody else moves that one on, however far below it stands', async () => {
    const file = longFile();
    const [first, second] = [file[0], file.at(-1) ?? file[0]];
    const [reached, held] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
    const store = await openUpTo(file, async () => {
      reached.resolve(undefined);
      await held.promise;
    });
    const other = await ground.open({ numbers: false });
    const recording = store.atomically((write) => write(file));
    await reached.promise;
    const change = following(first);
    const changing = persist(() => other.append(change));
    await sleep(500);
    expect(written()).not.toContain(idsOf(second)[0]);
    held.resolve(undefined);
    expect(await changing).toMatchObject({ kind: 'appended' });
    await recording;
    const three = idsOf(first, second, change);
    expect(written().filter((id) => three.includes(id))).toEqual(three);
    await ground.expectWhole(store);
  });

  it('is written so too when the copy that decided both is gone between them', async () => {
    const file = longFile();
    const [first, second] = [file[0], file.at(-1) ?? file[0]];
    const store = await openUpTo(file, () => Promise.reject(new StoreAway('PostgreSQL is away')));
    await expect(store.atomically((write) => write(file))).rejects.toBeInstanceOf(StoreAway);
    expect(written()).toContain(idsOf(first)[0]);
    await ground.close(store);
    const other = await ground.open({ patienceMs: 20_000 });
    const change = following(first);
    expect(await other.append(change)).toMatchObject({ kind: 'appended' });
    const three = idsOf(first, second, change);
    expect(written().filter((id) => three.includes(id))).toEqual(three);
    await ground.expectWhole(other);
  });
});

describe('an append', () => {
  it.each(FAULTS)('is there once and has one receipt when %s %s', async (_name, _when, fault) => {
    const store = await ground.open();
    await store.append(freshAppend());
    const append = freshAppend(3);
    ground.server.faults.onNextAppend(fault);
    const settled = await settledWithin(LONG_MS, store.append(append));
    if (settled.status === 'rejected') expect(settled.reason).toBeInstanceOf(StoreAway);
    await expectOnce(store, append, settled.status === 'fulfilled' ? settled.value : undefined);
    await ground.expectWhole(store);
  });

  it.each(['before the commit', 'after the commit'] as const)(
    'whose fate is unknown, %s, is resolved by sending it again, also by another copy',
    async (when) => {
      const [store, other] = [await ground.open({ patienceMs: AT_ONCE_MS }), await ground.open()];
      await store.append(freshAppend());
      for (const then of ['reset', 'silence'] as const) {
        const append = freshAppend(2);
        ground.server.faults.onNextAppend({ when, then });
        await expect(store.append(append)).rejects.toBeInstanceOf(StoreAway);
        expect(ground.timesWritten(append)).toBe(when === 'after the commit' ? 1 : 0);
        const kind = when === 'after the commit' ? 'duplicate' : 'appended';
        expect(await persist(() => other.append(append))).toMatchObject({ kind });
        await expectOnce(other, append, undefined);
      }
      await ground.expectWhole(other);
    },
  );

  it('of unknown fate is found although its stream has moved on since', async () => {
    const store = await ground.open({ patienceMs: AT_ONCE_MS });
    const start = freshAppend();
    await store.append(start);
    const lost = { ...freshAppend(), stream: start.stream, expectedRevision: 0 };
    ground.server.faults.onNextAppend({ when: 'after the commit', then: 'reset' });
    await expect(store.append(lost)).rejects.toBeInstanceOf(StoreAway);
    await persist(() => store.append({ ...freshAppend(), stream: start.stream, expectedRevision: 1 }));
    // A command that is decided anew expects the revision that it reads now.
    const again = await persist(() => store.append({ ...lost, expectedRevision: 2 }));
    expect(again).toEqual({ kind: 'duplicate', entry: 1 });
    expect(ground.timesWritten(lost)).toBe(1);
    await ground.expectWhole(store);
  });

  it('of unknown fate that was never written is written where its stream ends now', async () => {
    const store = await ground.open({ patienceMs: AT_ONCE_MS });
    const start = freshAppend();
    await store.append(start);
    const lost = { ...freshAppend(), stream: start.stream, expectedRevision: 0 };
    ground.server.faults.onNextAppend({ when: 'before the commit', then: 'reset' });
    await expect(store.append(lost)).rejects.toBeInstanceOf(StoreAway);
    await persist(() => store.append({ ...freshAppend(), stream: start.stream, expectedRevision: 0 }));
    const again = await persist(() => store.append({ ...lost, expectedRevision: 1 }));
    expect(again).toEqual({ kind: 'appended', entry: 2 });
    expect(ground.timesWritten(lost)).toBe(1);
    await ground.expectWhole(store);
  });

  it('goes to the leader when the server says that it is not', async () => {
    const leader = await StandInServer.start({ log: ground.server.log });
    const store = await ground.open();
    await store.append(freshAppend());
    ground.server.faults.follow({ address: '127.0.0.1', port: leader.network.port });
    const appends = Array.from({ length: 5 }, () => freshAppend());
    for (const append of appends) await expectOnce(store, append, await store.append(append));
    expect(leader.calls.get('append')).toBe(5);
    // The leader goes, and the server that was asked first leads again.
    await leader.network.shut();
    ground.server.faults.follow(undefined);
    const append = freshAppend();
    await expectOnce(store, append, await persist(() => store.append(append)));
    await ground.expectWhole(store);
    await leader.close();
  });

  it('says StoreAway, and is not written, while no leader can be reached', async () => {
    const store = await ground.open();
    await store.append(freshAppend());
    const nobody = await StandInServer.start({ open: false });
    ground.server.faults.follow({ address: '127.0.0.1', port: nobody.network.port });
    const append = freshAppend();
    const settled = await settledWithin(LONG_MS, store.append(append));
    expect(settled).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(ground.timesWritten(append)).toBe(0);
    ground.server.faults.follow(undefined);
    expect(await persist(() => store.append(append))).toMatchObject({ kind: 'appended' });
    await ground.expectWhole(store);
    await nobody.close();
  });

  it('is there once whatever goes wrong, in any order, whichever copy sends it', async () => {
    const stores = [await ground.open(HASTY), await ground.open(HASTY)];
    const chance = seeded(5);
    const some = <T>(from: readonly T[]): T => from[Math.floor(chance() * from.length)] as T;
    const writer = async (): Promise<void> => {
      for (let count = 0; count < 15; count += 1) {
        const append = freshAppend(1 + Math.floor(chance() * 3));
        if (chance() < 0.5) ground.server.faults.onNextAppend(some(FAULTS)[2] satisfies AppendFault);
        const results = await Promise.all(
          [some(stores), some(stores)].map((store) => persist(() => store.append(append))),
        );
        const numbers = new Set(results.map((result) => (result.kind === 'conflict' ? 'conflict' : result.entry)));
        expect(numbers.size).toBe(1);
        expect(ground.timesWritten(append)).toBe(1);
      }
    };
    await Promise.all(Array.from({ length: 4 }, writer));
    for (const store of stores) await ground.expectWhole(store);
  });

  it('goes the way that keeps its deadline', async () => {
    const store = await ground.open();
    await store.append(freshAppend());
    expect(ground.server.calls.get('batchAppend')).toBeUndefined();
  });
});

describe('the faults find', () => {
  it('a writer that reads again and sends again without looking for what it sent: twice', async () => {
    const client = EventStoreDBClient.connectionString(ground.server.url);
    const credentials = { username: 'u', password: 'p' };
    const append = freshAppend();
    const event = jsonEvent({ id: append.lines[0]?.id ?? '', type: 'Tried', data: {} });
    ground.server.faults.onNextAppend({ when: 'after the commit', then: 'reset' });
    const first = client.appendToStream(append.stream, event, { expectedRevision: 'no_stream', credentials });
    await expect(first).rejects.toMatchObject({ code: 14 });
    const there = ground.server.log.stream(append.stream).length;
    await client.appendToStream(append.stream, event, { expectedRevision: BigInt(there - 1), credentials });
    expect(ground.timesWritten(append)).toBe(2);
    await client.dispose();
  });
});
