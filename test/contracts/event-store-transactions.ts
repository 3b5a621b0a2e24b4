import { expect, it } from '@jest/globals';
import { entryOf, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Limits, Stores } from './ledger-under-test.js';

export function describeTransactions(stores: Stores, { numbersAtOnce }: Pick<Limits, 'numbersAtOnce'>): void {
  const numbered = (entry: number): number | undefined => (numbersAtOnce ? entry : undefined);

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
      { kind: 'appended', entry: numbered(entry + 1) },
      { kind: 'conflict' },
      { kind: 'duplicate', entry },
      { kind: 'appended', entry: numbered(entry + 2) },
    ]);
    expect(results.at(-1)).toEqual({ kind: 'appended', entry: numbered(entry + 1_502) });
    expect(await store.head()).toBe(entry + 1_503);
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
