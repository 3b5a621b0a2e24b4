import { expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../src/ledger/codec/json.js';
import { entryOf, everything, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Limits, Stores } from './ledger-under-test.js';

export function describeAppending(stores: Stores, limits: Limits): void {
  it('numbers entries densely in the order of appending, and gives every line back', async () => {
    const { store } = stores();
    const first = (await store.head()) + 1;
    const stream = newStream();
    const [a, b, c, d] = [newLine(), newLine(), newLine(), newLine()];

    expect(await store.append(startOf(stream, a))).toEqual({ kind: 'appended', entry: first });
    expect(await store.append({ stream, expectedRevision: 0, lines: [b, c] })).toEqual({
      kind: 'appended',
      entry: first + 1,
    });
    expect(await store.append(startOf(newStream(), d))).toEqual({ kind: 'appended', entry: first + 3 });

    const lines = [a, b, c, d].map(({ line }, index) => ({ entry: first + index, line }));
    expect(await store.readStream(stream)).toEqual(lines.slice(0, 3));
    expect(await store.readStream(stream, 2)).toEqual(lines.slice(2, 3));
    expect(await everything(store, first - 1)).toEqual(lines);
    await expectDense(store);
  });

  it('refuses a stale revision and one that would leave a gap, and writes nothing', async () => {
    const { store } = stores();
    const stream = newStream();
    await store.append(startOf(stream, newLine(), newLine()));
    const head = await store.head();

    for (const expectedRevision of [-1, 0, 2, 7]) {
      expect(await store.append({ stream, expectedRevision, lines: [newLine(), newLine()] })).toEqual({
        kind: 'conflict',
      });
    }
    expect(await store.append({ stream: newStream(), expectedRevision: 0, lines: [newLine()] })).toEqual({
      kind: 'conflict',
    });
    expect(await store.head()).toBe(head);
  });

  it('recognises an entry by its id for ever, whatever else the append says', async () => {
    const { store, other } = stores();
    const stream = newStream();
    const line = newLine();
    const entry = entryOf(await store.append(startOf(stream, line, newLine())));
    const head = await store.head();

    for (const append of [startOf(stream, line), startOf(newStream(), line, newLine())]) {
      expect(await store.append(append)).toEqual({ kind: 'duplicate', entry });
      expect(await other.append(append)).toEqual({ kind: 'duplicate', entry });
    }
    expect(
      await store.append({ stream, expectedRevision: 1, lines: [{ id: line.id, line: newLine('other').line }] }),
    ).toEqual({
      kind: 'duplicate',
      entry,
    });
    expect(await store.head()).toBe(head);
  });

  it('throws when only a later id is taken, and writes nothing of that append', async () => {
    const { store } = stores();
    const taken = newLine();
    await store.append(startOf(newStream(), taken));
    const stream = newStream();
    const [refused, neighbour] = await Promise.allSettled([
      store.append(startOf(stream, newLine(), taken)),
      store.append(startOf(newStream())),
    ]);
    expect(refused).toMatchObject({ status: 'rejected' });
    expect(neighbour).toMatchObject({ status: 'fulfilled', value: { kind: 'appended' } });
    expect(await store.readStream(stream)).toEqual([]);
    await expectDense(store);
  });

  it('keeps bytes exactly', async () => {
    const { store } = stores();
    const stream = newStream();
    const texts = [
      `"quoted" 'single' \\ \\n \\u0000 {} , ; $1 %s -- /* */`,
      'é ä ß – “£” \u2028 \u2029 \u00a0 \ufeff \u0085 \r \t \u007f',
      '👮🏽‍♀️ 𝒳 \u{10ffff} ﷽ e\u0301 \u0001',
      ' leading and trailing ',
      'x'.repeat(limits.longestAppendBytes * 0.7),
      '\\.',
      'NULL',
    ].map((text) =>
      limits.takesAnyText ? text : canonicalJson({ '1': text, __proto__: null, [text.slice(0, 40)]: 0 }),
    );
    const lines = texts.map((line) => ({ id: randomUUID(), line }));
    await store.append(startOf(stream, ...lines));
    for (const text of texts) await store.append(startOf(newStream(), { id: randomUUID(), line: text }));
    expect((await store.readStream(stream)).map(({ line }) => line)).toEqual(texts);
    const written = (await everything(store)).slice(-2 * texts.length).map(({ line }) => line);
    expect(written).toEqual([...texts, ...texts]);
  });
}
