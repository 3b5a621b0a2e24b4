import { expect, it } from '@jest/globals';
import type { StoredLine, WriteMany } from '../../src/ledger/event-store.js';
import { entryOf, everything, expectDense, newLine, newStream, startOf } from './ledger-under-test.js';
import type { Limits, Stores } from './ledger-under-test.js';

export function describeContention(stores: Stores, { holdsStill }: Limits): void {
  it('lets losing appends lose alone', async () => {
    const { store } = stores();
    const stream = newStream();
    const line = newLine();
    const entry = entryOf(await store.append(startOf(stream, line)));
    const appends = Array.from({ length: 300 }, (_, index) => {
      if (index % 3 === 0) return { append: startOf(newStream(), newLine(), newLine()), expected: 'appended' };
      if (index % 30 === 1) return { append: startOf(newStream(), line), expected: 'duplicate' };
      if (index % 30 === 2) return { append: startOf(stream), expected: 'conflict' };
      return { append: startOf(newStream()), expected: 'appended' };
    });
    const results = await Promise.all(appends.map(({ append }) => store.append(append)));
    expect(results.map(({ kind }) => kind)).toEqual(appends.map(({ expected }) => expected));
    for (const [index, { append }] of appends.entries()) {
      const result = results[index];
      if (result?.kind === 'duplicate') expect(result.entry).toBe(entry);
      if (result?.kind !== 'appended') continue;
      const first = entryOf(result);
      const expected = append.lines.map((given, at) => ({ entry: first + at, line: given.line }));
      expect(await store.readStream(append.stream)).toEqual(expected);
    }
    await expectDense(store);
  });

  it('lets one of many writers of the same revision win, and keeps the order of one writer in a stream', async () => {
    const { store, other } = stores();
    const contested = newStream();
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, index) => (index % 2 ? store : other).append(startOf(contested))),
    );
    expect(results.filter(({ kind }) => kind === 'appended')).toHaveLength(1);
    expect(results.filter(({ kind }) => kind === 'conflict')).toHaveLength(49);

    const stream = newStream();
    const lines = Array.from({ length: 50 }, () => newLine());
    const entries = await Promise.all(
      lines.map((line, index) => store.append({ stream, expectedRevision: index - 1, lines: [line] })),
    );
    expect(new Set(entries.map(({ kind }) => kind))).toEqual(new Set(['appended']));
    expect((await store.readStream(stream)).map(({ line }) => line)).toEqual(lines.map(({ line }) => line));
  });

  it('writes beside another stream while that is at the revision that was read, and not once it has moved on', async () => {
    const { store, other } = stores();
    const [beside, line] = [newStream(), newLine()];
    const besideIt = (revision: number, ...lines: Parameters<typeof startOf>[1][]) => ({
      ...startOf(newStream(), ...lines),
      beside: { stream: beside, revision },
    });
    const first = besideIt(-1);
    const entry = entryOf(await store.append(first));
    entryOf(await other.append(startOf(beside)));
    const lost = besideIt(-1);
    const mixed = [lost, besideIt(0, line, newLine()), startOf(newStream()), besideIt(0), besideIt(-1)];
    const kinds = await Promise.all(mixed.map(async (append) => (await store.append(append)).kind));
    expect(kinds).toEqual(['conflict', 'appended', 'appended', 'appended', 'conflict']);
    expect(await store.readStream(lost.stream)).toEqual([]);
    entryOf(await other.append({ ...startOf(beside), expectedRevision: 0 }));
    expect(await store.append(first)).toEqual({ kind: 'duplicate', entry });
    const again = await other.atomically((write) => write([first, besideIt(0)]));
    expect(again).toEqual([{ kind: 'duplicate', entry }, { kind: 'conflict' }]);
    const together = store.atomically(async (write) => {
      const results = await write([besideIt(0), besideIt(1)]);
      return results.map(({ kind }) => kind);
    });
    expect(await together).toEqual(['conflict', 'appended']);
    await expectDense(store);
  });

  if (holdsStill) {
    it('writes nothing beside a stream that moves on before it, however near', async () => {
      const { store } = stores();
      const together: WriteMany = (appends) => Promise.all(appends.map((append) => store.append(append)));
      const atomically: WriteMany = (appends) => store.atomically((write) => write(appends));
      for (const write of [together, atomically]) {
        const beside = newStream();
        const besideIt = (revision: number) => ({ ...startOf(newStream()), beside: { stream: beside, revision } });
        const later = { ...startOf(beside), expectedRevision: 0 };
        const results = await write([besideIt(-1), startOf(beside), besideIt(-1), besideIt(0), later, besideIt(0)]);
        const [yes, no] = ['appended', 'conflict'];
        expect(results.map(({ kind }) => kind)).toEqual([yes, yes, no, yes, yes, no]);
      }
      await expectDense(store);
    });

    it('lets nothing through beside a stream that moves on at the same time', async () => {
      const { store, other } = stores();
      const beside = newStream();
      entryOf(await store.append(startOf(beside)));
      const writing = Promise.all(
        Array.from({ length: 60 }, async (_, i) => {
          const append = { ...startOf(newStream()), beside: { stream: beside, revision: 0 } };
          return (await (i % 2 ? store : other).append(append)).kind === 'appended' ? [append.stream] : [];
        }),
      );
      const moved = entryOf(await other.append({ ...startOf(beside), expectedRevision: 0 }));
      const written = (await writing).flat();
      for (const stream of written) expect((await store.readStream(stream))[0]?.entry).toBeLessThan(moved);
    });
  }

  it('stays dense and loses nothing when two copies of the application write at once', async () => {
    const { store, other } = stores();
    const before = await store.head();
    const acknowledged: StoredLine[] = [];
    const writer = async (index: number): Promise<void> => {
      for (let count = 0; count < 60; count += 1) {
        const line = newLine();
        const entry = entryOf(await (index % 2 ? store : other).append(startOf(newStream(), line)));
        acknowledged.push({ entry, line: line.line });
      }
    };
    await Promise.all(Array.from({ length: 16 }, (_, index) => writer(index)));
    expect(acknowledged).toHaveLength(960);
    acknowledged.sort((one, two) => one.entry - two.entry);
    expect(await everything(store, before)).toEqual(acknowledged);
    await expectDense(store);
  });
}
