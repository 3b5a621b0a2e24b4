import { expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, StoredLine } from '../../src/ledger/event-store.js';
import { everything, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Stores } from './ledger-under-test.js';

const BEHIND = 4_000;
const WRITERS = 6;
const WRITES = 40;
const LONGEST_MS = 60_000;

export function describeFollowing(stores: Stores): void {
  it('follows the ledger from any entry into the present, whoever writes, until told to stop', async () => {
    const { store, other } = stores();
    await store.append(startOf(newStream(), newLine(), newLine(), newLine()));
    const after = (await store.head()) - 2;
    const total = 2 + 3 * 40 + 1;
    const following = follow(store, after, total);
    for (let count = 0; count < 40; count += 1) {
      await Promise.all([store, other, other].map((writer) => writer.append(startOf(newStream()))));
    }
    await sleep(200);
    await other.append(startOf(newStream()));
    expect(await following).toEqual((await everything(store, after)).slice(0, total));
  });

  it('catches up with thousands of entries while more are written, at the speed of whoever follows', async () => {
    const { store, other } = stores();
    const after = await store.head();
    for (let count = 0; count < BEHIND; count += 1_000) {
      await store.append(startOf(newStream(), ...Array.from({ length: 1_000 }, (_, index) => newLine(String(index)))));
    }
    const total = BEHIND + WRITERS * WRITES;
    const behind = after + BEHIND / 2;
    const following = [
      follow(store, after, total),
      follow(other, after, total, () => sleep(15)),
      follow(store, behind, total - BEHIND / 2),
    ];
    const writer = async (index: number): Promise<void> => {
      for (let count = 0; count < WRITES; count += 1)
        await (index % 2 ? store : other).append(startOf(newStream(), newLine(`${index} ${count}`)));
    };
    await Promise.all(Array.from({ length: WRITERS }, (_, index) => writer(index)));
    const [quick, slow, late] = await Promise.all(following);
    const written = await everything(store, after);
    expect(written).toHaveLength(total);
    expect(quick).toEqual(written);
    expect(slow).toEqual(written);
    expect(late).toEqual(written.slice(BEHIND / 2));
  });

  it('ends a subscription that waits, at once', async () => {
    const { store } = stores();
    const head = await store.head();
    const stop = new AbortController();
    const next = store.subscribe(head, stop.signal)[Symbol.asyncIterator]().next();
    void sleep(20).then(() => stop.abort());
    const begun = performance.now();
    expect((await next).done).toBe(true);
    expect(performance.now() - begun).toBeLessThan(500);
  });
}

/** What a subscription gives until there are `total` lines; `pause` is what its consumer takes for each batch. */
async function follow(
  store: EventStore,
  after: number,
  total: number,
  pause: () => Promise<unknown> = () => Promise.resolve(),
): Promise<readonly StoredLine[]> {
  const stop = new AbortController();
  const seen: StoredLine[] = [];
  for await (const lines of store.subscribe(after, AbortSignal.any([stop.signal, AbortSignal.timeout(LONGEST_MS)]))) {
    seen.push(...lines);
    if (seen.length >= total) stop.abort();
    await pause();
  }
  return seen;
}
