import { expect, it } from '@jest/globals';
import { entryOf, everything, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Stores } from './ledger-under-test.js';

export function describeReopening(stores: Stores): void {
  it('gives every entry the same number for ever, to every copy of the application, and goes on after the last', async () => {
    const { store, other, open } = stores();
    const stream = newStream();
    const [line, next] = [newLine('kept'), newLine('next')];
    const entry = entryOf(await store.append(startOf(stream, line)));
    await Promise.all([store, other, store].map((writer) => writer.append(startOf(newStream()))));
    const before = await everything(store);
    expect(before.map(({ entry: number }) => number)).toEqual(before.map((_, index) => index));

    const again = await open();
    expect(await everything(again)).toEqual(before);
    expect(await everything(other)).toEqual(before);
    expect(await again.head()).toBe(before.length - 1);
    expect(await again.append(startOf(stream, line))).toEqual({ kind: 'duplicate', entry });
    expect(await again.readByIds([line.id])).toEqual([{ entry, line: line.line }]);
    expect(await again.append({ stream, expectedRevision: 0, lines: [next] })).toEqual({
      kind: 'appended',
      entry: before.length,
    });
    expect((await everything(store)).slice(0, before.length)).toEqual(before);
    await expectDense(store);
  });
}
