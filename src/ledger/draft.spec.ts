import { describe, expect, it } from '@jest/globals';
import { ledgerInMemory } from '../../test/support/ledgers.js';
import { Draft } from './draft.js';
import { StoreBusy, type Append, type EventStore, type WriteMany } from './event-store.js';

const append = (stream: string, expectedRevision: number): Append => ({
  stream,
  expectedRevision,
  lines: [{ id: `${stream}-${expectedRevision + 1}`, line: `the line ${expectedRevision + 1} of ${stream}` }],
});
const TOGETHER = [append('outcome-a', -1), append('outcome-b', -1)];
/** The second is not at the revision that it expects. */
const TORN = [append('outcome-a', -1), append('outcome-b', 4)];

const allOf =
  (appends: readonly Append[]) =>
  async (write: WriteMany): Promise<void> => {
    const results = await write(appends);
    if (results.some(({ kind }) => kind !== 'appended') || results.length < appends.length) throw new Error('Not all.');
  };
const kept = async (store: Pick<EventStore, 'readStream'>): Promise<readonly number[]> =>
  Promise.all(TOGETHER.map(async ({ stream }) => (await store.readStream(stream)).length));

describe('what is written together in a draft', () => {
  it('is met by what comes after it, and is recorded nowhere', async () => {
    const { store } = ledgerInMemory();
    const draft = new Draft(store);
    await draft.atomically(allOf(TOGETHER));
    expect([await kept(draft), await kept(store)]).toEqual([
      [1, 1],
      [0, 0],
    ]);
  });

  it('is not there in part', async () => {
    const draft = new Draft(ledgerInMemory().store);
    await expect(draft.atomically(allOf(TORN))).rejects.toThrow('Not all.');
    expect(await kept(draft)).toEqual([0, 0]);
    await draft.atomically(allOf(TOGETHER));
    expect(await kept(draft)).toEqual([1, 1]);
  });

  it('ends the transaction that a part of it went to, and leaves one alone to which nothing went', async () => {
    const { store } = ledgerInMemory();
    const torn = (appends: readonly Append[]) =>
      store.atomically(async (write) => {
        const draft = new Draft(store, write);
        await draft.append(append('outcome-c', -1));
        await draft.atomically(allOf(appends));
      });
    await expect(torn(TORN)).rejects.toThrow(StoreBusy);
    await expect(torn([...TORN].reverse())).rejects.toThrow('Not all.');
    expect([await store.head(), await kept(store)]).toEqual([-1, [0, 0]]);
  });
});
