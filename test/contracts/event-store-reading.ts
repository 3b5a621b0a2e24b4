import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { StoredLine } from '../../src/ledger/event-store.js';
import { entryOf, newLine, TRIAL, newStream, startOf } from './ledger-under-test.js';
import type { Stores } from './ledger-under-test.js';

export function describeReading(stores: Stores): void {
  it('reads a long stream, and pages through the ledger without losing or repeating a line', async () => {
    const { store } = stores();
    const stream = newStream();
    const lines = Array.from({ length: 2_500 }, (_, index) => newLine(String(index)));
    const before = await store.head();
    for (let from = 0; from < lines.length; from += 1_000)
      await store.append({ stream, expectedRevision: from - 1, lines: lines.slice(from, from + 1_000) });
    expect((await store.readStream(stream)).map(({ line }) => line)).toEqual(lines.map(({ line }) => line));
    expect(await store.readStream(stream, 2_499)).toHaveLength(1);
    expect(await store.readStream(newStream())).toEqual([]);

    const pages: StoredLine[] = [];
    for (let last = before; ; last = pages.at(-1)?.entry ?? last) {
      const page = await store.readAll(last, 700);
      expect(page.length).toBeLessThanOrEqual(700);
      if (page.length === 0) break;
      pages.push(...page);
    }
    expect(pages).toEqual(lines.map(({ line }, index) => ({ entry: before + 1 + index, line })));
    expect(await store.readAll((await store.head()) + 5, 10)).toEqual([]);
  });

  it('finds entries by id, and the streams of a category', async () => {
    const { store } = stores();
    const [a, b] = [newLine(), newLine()];
    const category = `${TRIAL}c${randomUUID().slice(0, 8)}`;
    const second = entryOf(await store.append(startOf(`${category}-b`, b, newLine())));
    const first = entryOf(await store.append(startOf(`${category}-a`, a)));
    await store.append(startOf(`${category}s-z`));
    await store.append(startOf(category));
    expect(await store.readByIds([a.id, randomUUID(), b.id])).toEqual([
      { entry: second, line: b.line },
      { entry: first, line: a.line },
    ]);
    expect(await store.readByIds([])).toEqual([]);
    expect(await store.streamsOf(category)).toEqual([`${category}-a`, `${category}-b`]);
    expect(await store.streamsOf('nothing')).toEqual([]);
  });
}
