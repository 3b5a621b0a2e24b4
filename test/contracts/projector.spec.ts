import { isDeepStrictEqual } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CollaborationId } from '../../src/domain/identifiers.js';
import { runProjector } from '../../src/ledger/projector.js';
import type { Advance, Leadership, ReadModel } from '../../src/ledger/read-model.js';
import { id } from '../support/given-when-then.js';
import { Historian, someSteps } from '../support/histories.js';
import {
  append,
  atRest,
  expectExact,
  bruteFold,
  allEntries,
  openFigures,
  sql,
  until,
  untilCaughtUp,
  type Figures,
} from './figures-under-test.js';

jest.setTimeout(120_000);

const COLLABORATION = id<CollaborationId>('any');
let figures: Figures;
let historian: Historian;
let said: string[];
let stop: AbortController;
const running: Promise<unknown>[] = [];

beforeEach(async () => {
  figures = await openFigures('projector');
  historian = new Historian(COLLABORATION, 1);
  [said, stop] = [[], new AbortController()];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running.splice(0));
  await figures.close();
});

const log = (message: string): unknown => said.push(message);
const happens = (seed: number, count: number): Promise<void> =>
  append(figures.store, historian.write(someSteps(seed, count)));

function start(model: ReadModel = figures.model): void {
  running.push(runProjector({ store: figures.store, model, log }, stop.signal));
}

/** Everyone may lead: the lock is out of order. */
const unlocked: Pick<ReadModel, 'lead'> = {
  lead: () => Promise.resolve<Leadership>({ lost: new AbortController().signal, release: () => Promise.resolve() }),
};

/** Small batches come and go, so that projectors meet in the middle of them. */
async function manyThingsHappen(batches = 40): Promise<void> {
  for (let seed = 0; seed < batches; seed += 1) {
    await happens(seed, 1 + (seed % 9));
    await sleep(seed % 4);
  }
}

describe('the projector', () => {
  it('keeps the figures exact while entries come, and starts where it left off', async () => {
    await happens(1, 30);
    start();
    await manyThingsHappen();
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);

    stop.abort();
    await Promise.all(running.splice(0));
    stop = new AbortController();
    await happens(2, 30);
    expect(await figures.store.head()).toBeGreaterThan((await figures.model.checkpoint()).entry);
    start();
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);
    expect(said).toEqual([]);
  });

  it('leaves exact figures when two run at once, even without the lock', async () => {
    const model = { ...figures.model, ...unlocked };
    start(model);
    start(model);
    start(model);
    await manyThingsHappen();
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);
  });

  it('would count twice without the guard at the checkpoint: the canary', async () => {
    const reached: number[] = [];
    const careless = async (advance: Advance): Promise<void> => {
      const { entry } = await figures.model.checkpoint();
      await figures.model.apply({ ...advance, after: entry }).catch(() => careless(advance));
      reached.push(advance.to.entry);
    };
    const model = { ...figures.model, ...unlocked, apply: careless };
    start(model);
    start(model);
    const isWrong = async (): Promise<boolean> => {
      const { totals } = await atRest(figures.model, COLLABORATION);
      return !isDeepStrictEqual(totals, bruteFold(await allEntries(figures)).totals);
    };
    // Two that never meet count right, so they are given some time to.
    for (let round = 0; round < 10 && (round === 0 || !(await isWrong())); round += 1) {
      for (let seed = 0; seed < 20; seed += 1) {
        // Nothing but new outcomes: a correction would notice that its outcome has moved on.
        const steps = someSteps(round * 20 + seed, 5).map((step) => ({ ...step, happens: 'record' as const }));
        await append(figures.store, historian.write(steps));
        await sleep(seed % 4);
      }
      const head = await figures.store.head();
      await until(() => reached.filter((entry) => entry === head).length === 2);
    }
    expect(await isWrong()).toBe(true);
  });

  it('leaves exact figures wherever it breaks: before or after any step, the reply lost', async () => {
    let [calls, failing] = [0, 0];
    const step = async <T>(work: () => Promise<T>, undo?: (result: T) => unknown): Promise<T> => {
      calls += 1;
      const call = calls;
      if (call === failing) throw new Error('broken before');
      const result = await work();
      if (call !== -failing) return result;
      await undo?.(result);
      throw new Error('broken after');
    };
    const { model } = figures;
    start({
      ...model,
      // A lock whose owner died is free again.
      lead: () =>
        step(
          () => model.lead(),
          (leadership) => leadership?.release(),
        ),
      version: () => step(() => model.version()),
      checkpoint: () => step(() => model.checkpoint()),
      listed: (ids) => step(() => model.listed(ids)),
      apply: (advance) => step(() => model.apply(advance)),
    });
    for (let round = 1; round <= 12; round += 1) {
      for (const sign of [1, -1]) {
        [calls, failing] = [0, sign * round];
        for (let batch = 0; batch < 4; batch += 1) await happens(100 * round + batch, 6).then(() => sleep(12));
        await untilCaughtUp(figures);
        await expectExact(figures, COLLABORATION);
      }
    }
    expect(said.filter((line) => line.includes('broken')).length).toBeGreaterThan(8);
  });

  it('goes on when the leader loses its lock, and one leads at a time', async () => {
    let [leading, most] = [0, 0];
    const { model } = figures;
    const counted: ReadModel = {
      ...model,
      lead: async () => {
        const leadership = await model.lead();
        if (leadership === undefined) return undefined;
        leading += 1;
        most = Math.max(most, leading);
        leadership.lost.addEventListener('abort', () => (leading -= 1), { once: true });
        return leadership;
      },
    };
    start(counted);
    start(counted);
    for (let round = 0; round < 4; round += 1) {
      await happens(round, 20);
      await until(() => leading === 1);
      const killed = await sql(
        figures.database,
        `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database
         WHERE locktype = 'advisory' AND d.datname = current_database()`,
      );
      expect(killed).toHaveLength(1);
      await until(() => leading === 0);
    }
    await happens(77, 20);
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);
    expect(most).toBe(1);
  });

  it('comes back by itself when every connection to the database was cut', async () => {
    start();
    for (let round = 0; round < 5; round += 1) {
      await happens(round, 50);
      await sleep(round * 7);
      await sql(
        figures.database,
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      );
    }
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);
  });
});
