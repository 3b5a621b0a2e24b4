import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CollaborationId } from '../../src/domain/identifiers.js';
import type { EventStore, StoredLine } from '../../src/ledger/event-store.js';
import { catchUp, runProjector } from '../../src/ledger/projector.js';
import type { Advance, ReadModel } from '../../src/ledger/read-model.js';
import { id } from '../support/given-when-then.js';
import { appendsOf, fromTheFuture, Historian, someSteps } from '../support/histories.js';
import { allEntries, append, atRest, bruteFold, expectExact, openFigures, type Figures } from './figures-under-test.js';

jest.setTimeout(120_000);

const COLLABORATION = id<CollaborationId>('any');
let figures: Figures;
let historian: Historian;
let said: string[];

beforeEach(async () => {
  figures = await openFigures('projector stops');
  historian = new Historian(COLLABORATION, 1);
  said = [];
});
afterEach(() => figures.close());

const log = (message: string): unknown => said.push(message);
const happens = (seed: number, count: number): Promise<void> =>
  append(figures.store, historian.write(someSteps(seed, count)));
/** It ends by itself: nothing ever stops it but an entry. */
const start = (model: ReadModel = figures.model): Promise<string | undefined> =>
  runProjector({ store: figures.store, model, log }, new AbortController().signal);

/** The same store with another way of reading it. */
function readingBy(readAll: EventStore['readAll']): EventStore {
  const { store } = figures;
  return {
    append: (each) => store.append(each),
    atomically: (work) => store.atomically(work),
    readStream: (stream) => store.readStream(stream),
    readByIds: (ids) => store.readByIds(ids),
    streamsOf: (category) => store.streamsOf(category),
    head: () => store.head(),
    subscribe: (after, signal) => store.subscribe(after, signal),
    close: () => store.close(),
    readAll,
  };
}

describe('an entry that cannot be folded', () => {
  const poison = async (): Promise<void> => {
    const [last] = appendsOf(historian.write(someSteps(9, 1)));
    const [line] = last?.lines ?? [];
    if (last === undefined || line === undefined) throw new Error('There is no entry to spoil.');
    await figures.store.append({ ...last, lines: [{ ...line, line: fromTheFuture(line.line) }] });
  };

  it('stops the projector loudly: what is before it counts, and the figures say why there is no more', async () => {
    await happens(1, 25);
    const before = bruteFold(await allEntries(figures));
    await poison();
    await happens(2, 10);
    let applied = 0;
    const apply = (advance: Advance): Promise<void> => {
      applied += 1;
      return figures.model.apply(advance);
    };
    const reason = await start({ ...figures.model, apply });
    expect(reason).toMatch(/^entry 25 cannot be read: schema: Outcome\w+ of schema 99 is not known/);
    expect(said).toEqual([`THE FIGURES ARE INCOMPLETE: ${String(reason)}`]);

    const resting = await atRest(figures.model, COLLABORATION);
    expect(resting).toEqual({ ...before, checkpoint: { ...before.checkpoint, stoppedBecause: reason } });
    await sleep(100);
    expect(applied).toBe(1);
    expect(await catchUp({ ...figures, log })).toEqual(resting.checkpoint);
    expect(await start()).toBe(reason);
    expect(await atRest(figures.model, COLLABORATION)).toEqual(resting);
  });

  it('stops it in the middle of what follows, too: a revision that is missing or an entry that is', async () => {
    await happens(1, 10);
    const readAll = async (): Promise<readonly StoredLine[]> =>
      (await figures.store.readAll(-1, 4)).filter(({ entry }) => entry !== 2);
    const stopped = await catchUp({ store: readingBy(readAll), model: figures.model, log });
    expect(stopped).toMatchObject({
      entry: 1,
      stoppedBecause: 'entry 2 is missing: the store gives entry 3 in its place',
    });
    await catchUp({ ...figures, log });
    await expectExact(figures, COLLABORATION);

    const [orphan] = new Historian(COLLABORATION, 2).write(someSteps(3, 1));
    if (orphan === undefined) throw new Error('There is no entry.');
    const ahead = appendsOf([{ ...orphan, revision: 4 }]).map((each) => ({ ...each, expectedRevision: -1 }));
    for (const each of ahead) await figures.store.append(each);
    expect(await start()).toMatch(
      /^entry 10 is an outcome's, at revision 4 of outcome-.* which has no entry before it$/,
    );
  });

  it('stops it where corrections add up to more than an amount can be', async () => {
    const [posting] = someSteps(5, 50).flatMap(({ postings }) => postings);
    if (posting === undefined) throw new Error('There are no postings.');
    const most = { which: 0, second: 0, labels: [], postings: [{ ...posting, amount: 2n ** 53n - 1n }] };
    const history = [{ ...most, happens: 'record' } as const, { ...most, happens: 'correct' } as const];
    await append(figures.store, historian.write(history));
    expect(await start()).toBe('entry 1 takes its outcome beyond what an amount can be');
  });

  it('is folded by a program that can read it, and the mark goes away', async () => {
    await happens(1, 10);
    await poison();
    await start();
    expect((await figures.model.checkpoint()).stoppedBecause).toBeDefined();

    const readable = await figures.store.readAll(-1, 100);
    const [last] = appendsOf(new Historian(COLLABORATION, 3).write(someSteps(9, 1)));
    const newer = readable.map((stored) =>
      stored.entry === 10 ? { entry: 10, line: last?.lines[0]?.line ?? '' } : stored,
    );
    const store = readingBy((after) => Promise.resolve(newer.slice(after + 1)));
    const reached = await catchUp({ store, model: figures.model, log });
    expect(reached).toEqual(await figures.model.checkpoint());
    expect(reached).toMatchObject({ entry: 10 });
    expect(reached.stoppedBecause).toBeUndefined();
  });
});
