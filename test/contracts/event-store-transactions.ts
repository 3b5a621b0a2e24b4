import { expect, it } from '@jest/globals';
import { entryOf, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Stores } from './ledger-under-test.js';

export function describeTransactions(stores: Stores): void {
  it('writes all of a transaction or nothing', async () => {
    const { store, other } = stores();
    const line = newLine();
    const [held, kept, lost] = [newStream(), newStream(), newStream()];
    const entry = entryOf(await store.append(startOf(held, line)));

    const attempt = store.atomically(async (write) => {
      await write([startOf(lost)]);
      throw new Error('thought better of it');
    });
    await expect(attempt).rejects.toThrow('thought better of it');
    expect(await store.readStream(lost)).toEqual([]);
    expect(await store.head()).toBe(entry);

    const many = Array.from({ length: 1_500 }, () => startOf(newStream()));
    const results = await store.atomically(async (write) => {
      const first = await write([startOf(kept), startOf(held), startOf(newStream(), line), ...many]);
      const second = await write([{ stream: kept, expectedRevision: 0, lines: [newLine(), newLine()] }]);
      expect(await other.head()).toBe(entry);
      return [...first, ...second];
    });
    expect(results.slice(0, 4)).toEqual([
      { kind: 'appended', entry: entry + 1 },
      { kind: 'conflict' },
      { kind: 'duplicate', entry },
      { kind: 'appended', entry: entry + 2 },
    ]);
    expect(results.at(-1)).toEqual({ kind: 'appended', entry: entry + 1_502 });
    expect(await store.readStream(kept)).toHaveLength(3);
    await expectDense(store);
  });

  it('keeps nothing of a transaction in which a write failed, even if the failure was swallowed', async () => {
    const { store } = stores();
    const taken = newLine();
    await store.append(startOf(newStream(), taken));
    const head = await store.head();
    const swallowing = store.atomically(async (write) => {
      await write([startOf(newStream())]);
      await write([startOf(newStream(), newLine(), taken)]).catch(() => []);
    });
    await expect(swallowing).rejects.toThrow();
    expect(await store.head()).toBe(head);
  });
}

/** A store that cannot keep that promise says so before it writes anything. */
export function describeNoTransactions(stores: Stores): void {
  it('refuses to write in a transaction', async () => {
    const { store } = stores();
    const head = await store.head();
    const streams = [newStream(), newStream()];
    const attempt = store.atomically((write) => write(streams.map((stream) => startOf(stream))));
    await expect(attempt).rejects.toMatchObject({ name: 'NotAtomic' });
    for (const stream of streams) expect(await store.readStream(stream)).toEqual([]);
    expect(await store.head()).toBe(head);
  });
}
