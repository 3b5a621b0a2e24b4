import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreAway } from '../../src/ledger/event-store.js';
import type { AppendResult, EventStore, StoredLine } from '../../src/ledger/event-store.js';
import { everything, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Road, Stores } from './ledger-under-test.js';

const ATTEMPTS = 12;
const CUTS = 6;
const LONGER_THAN_A_READ_IS_TRIED_MS = 1_200;
const WITHHELD_MS = 100;
const LONGEST_MS = 60_000;

/** What a store whose database is elsewhere makes of a connection that breaks. */
export function describeConnection(stores: Stores, build: () => Promise<Road>): void {
  let road: Road;
  let store: EventStore;
  beforeEach(async () => {
    road = await build();
    store = await road.open();
  });
  afterEach(async () => {
    await store.close();
    await road.close();
  });

  it('has an append once whose answer was lost, and sending it again gives its number', async () => {
    const before = await store.head();
    const outcomes = new Set<string>();
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      const append = startOf(newStream(), newLine(String(attempt)), newLine());
      const withheld = road.withholdAnswers();
      const answer = store.append(append).catch((error: unknown) => unknown(error));
      await withheld;
      await sleep(WITHHELD_MS);
      road.cut();
      road.restore();
      const first = await answer;
      const again = await persist(() => store.append(append));
      outcomes.add(`${first.kind}, then ${again.kind}`);
      const [stored] = await persist(() => store.readByIds([append.lines[0]?.id ?? '']));
      expect(again).toEqual({ kind: first.kind === 'unknown' ? again.kind : 'duplicate', entry: stored?.entry });
      expect((await persist(() => store.readStream(append.stream))).map(({ line }) => line)).toEqual(
        append.lines.map(({ line }) => line),
      );
    }
    expect(await stores().store.head()).toBe(before + 2 * ATTEMPTS);
    expect([...outcomes].some((outcome) => outcome.endsWith('then duplicate'))).toBe(true);
    await expectDense(stores().store);
  });

  it('says StoreAway while the database is away, in bounded time, and writes again once it is back', async () => {
    const append = startOf(newStream());
    road.cut();
    const begun = performance.now();
    const appends = [append, startOf(newStream()), startOf(newStream())].map((each) => store.append(each));
    for (const result of await Promise.allSettled(appends))
      expect(result).toMatchObject({ status: 'rejected', reason: expect.any(StoreAway) });
    expect(performance.now() - begun).toBeLessThan(10_000);
    road.restore();
    expect(await persist(() => store.append(append))).toMatchObject({ kind: 'appended' });
    await expectDense(stores().store);
  });

  it('takes a subscription up where it was, and loses and repeats nothing, however often the connection breaks', async () => {
    const { store: writer } = stores();
    const after = await writer.head();
    const total = CUTS * 3;
    const stop = new AbortController();
    const seen: StoredLine[] = [];
    const following = (async () => {
      for await (const lines of store.subscribe(
        after,
        AbortSignal.any([stop.signal, AbortSignal.timeout(LONGEST_MS)]),
      )) {
        seen.push(...lines);
        if (seen.length >= total) stop.abort();
      }
    })();
    for (let cut = 0; cut < CUTS; cut += 1) {
      await writer.append(startOf(newStream()));
      road.cut();
      await writer.append(startOf(newStream()));
      await sleep(cut === 0 ? LONGER_THAN_A_READ_IS_TRIED_MS : 20);
      road.restore();
      await writer.append(startOf(newStream()));
    }
    await following;
    expect(seen).toEqual(await everything(writer, after));
  });
}

type Unknown = { readonly kind: 'unknown' };

function unknown(error: unknown): Unknown | AppendResult {
  expect(error).toBeInstanceOf(StoreAway);
  return { kind: 'unknown' };
}

/** Goes on asking while the store is away, as a client does that is told to. */
async function persist<T>(ask: () => Promise<T>): Promise<T> {
  const givenUpAt = performance.now() + 20_000;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (!(error instanceof StoreAway) || performance.now() > givenUpAt) throw error;
      await sleep(50);
    }
  }
}
