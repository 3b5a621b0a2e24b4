import { expect, it } from '@jest/globals';
import type { StoredLine } from '../../src/ledger/event-store.js';
import { entryOf, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Stores } from './ledger-under-test.js';

const LINES = 20_000;
/** Of an append: what every store takes in one, with room to spare. */
const LINES_AT_ONCE = 1_000;

export function describeLargeStreams(stores: Stores): void {
  it('holds a stream of tens of thousands of entries among others, and gives back any part of it', async () => {
    const { store, other } = stores();
    const stream = newStream();
    const lines = Array.from({ length: LINES }, (_, index) => newLine(String(index)));
    const written: StoredLine[] = [];
    for (let from = 0; from < LINES; from += LINES_AT_ONCE) {
      const append = { stream, expectedRevision: from - 1, lines: lines.slice(from, from + LINES_AT_ONCE) };
      const [result] = await Promise.all([store.append(append), other.append(startOf(newStream()))]);
      const first = entryOf(result);
      written.push(...append.lines.map(({ line }, index) => ({ entry: first + index, line })));
    }

    expect(await other.readStream(stream)).toEqual(written);
    expect(await store.readStream(stream, 12_345)).toEqual(written.slice(12_345));
    expect(await store.readStream(stream, LINES - 1)).toEqual(written.slice(-1));
    expect(await store.readStream(stream, LINES)).toEqual([]);

    const middle = { stream, expectedRevision: 9_999, lines: lines.slice(10_000, 10_000 + LINES_AT_ONCE) };
    expect(await other.append(middle)).toEqual({ kind: 'duplicate', entry: written[10_000]?.entry });
    expect(await store.append({ stream, expectedRevision: 9_999, lines: [newLine()] })).toEqual({ kind: 'conflict' });
    await expectDense(store);
  });
}
