import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CollaborationId } from '../../src/domain/identifiers.js';
import { catchUp, runProjector } from '../../src/ledger/projector.js';
import { READ_MODEL_VERSION, RebuildUnderWay, type ReadModel } from '../../src/ledger/read-model.js';
import { rebuild, RebuildStopped } from '../../src/ledger/rebuild.js';
import { id } from '../support/given-when-then.js';
import { appendsOf, fromTheFuture, Historian, someSteps } from '../support/histories.js';
import {
  append,
  atRest,
  expectExact,
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
let running: Promise<unknown>[];

beforeEach(async () => {
  figures = await openFigures('rebuild');
  historian = new Historian(COLLABORATION, 1);
  [said, stop, running] = [[], new AbortController(), []];
});
afterEach(async () => {
  stop.abort();
  await Promise.all(running);
  await figures.close();
});

const log = (message: string): unknown => said.push(message);
const happens = (seed: number, count: number): Promise<void> =>
  append(figures.store, historian.write(someSteps(seed, count)));
const start = (model: ReadModel = figures.model): unknown =>
  running.push(runProjector({ store: figures.store, model, log }, stop.signal));
const spoil = (): Promise<unknown> => sql(figures.database, 'UPDATE projection.totals SET amount = amount + 1');

/** Goes on until it is stopped; resolves when it has stopped. */
async function meanwhile(stopped: () => boolean, work: (round: number) => Promise<void>): Promise<number> {
  let round = 0;
  while (!stopped()) {
    await work(round);
    round += 1;
  }
  return round;
}

describe('a rebuild', () => {
  it('gives the figures that the live projector keeps, while entries come and questions are answered', async () => {
    await happens(1, 4_000);
    start();
    await untilCaughtUp(figures);
    let [done, last] = [false, -1];
    const writing = meanwhile(
      () => done,
      (round) => happens(round, 5).then(() => sleep(1)),
    );
    const reading = meanwhile(
      () => done,
      async () => {
        const [totals, outcomes] = await Promise.all([
          figures.model.totals({ by: ['force'] }),
          figures.model.outcomes({ limit: 3 }),
        ]);
        expect(totals.rows.length).toBeGreaterThan(3);
        expect(outcomes.rows).toHaveLength(3);
        expect(totals.asAt.entry).toBeGreaterThanOrEqual(last);
        last = totals.asAt.entry;
      },
    );
    for (let round = 0; round < 4; round += 1) {
      const { entry } = await rebuild(figures);
      expect(entry).toBeGreaterThanOrEqual(3_999);
    }
    done = true;
    expect(await writing).toBeGreaterThan(20);
    expect(await reading).toBeGreaterThan(20);
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);
    expect(said).toEqual([]);
    expect(await schemas()).toEqual(['projection']);
  });

  it('puts right what was wrong, and tells how far it has come', async () => {
    await happens(1, 300);
    await catchUp({ ...figures, log });
    await spoil();
    const told: number[] = [];
    const checkpoint = await rebuild({ ...figures, onProgress: (entry, head) => told.push(entry, head) });
    expect(checkpoint).toEqual(await figures.model.checkpoint());
    expect(told).toEqual([299, 299]);
    await expectExact(figures, COLLABORATION);
  });

  it('does not disturb a reader who still holds the old figures', async () => {
    await happens(1, 300);
    await catchUp({ ...figures, log });
    const before = await sql(figures.database, 'SELECT sum(amount) FROM projection.totals');
    const reader = sql(
      figures.database,
      `BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM projection.totals; SELECT pg_sleep(1.5);
       CREATE TEMP TABLE seen AS SELECT sum(amount) FROM projection_old.totals; COMMIT`,
    );
    await until(
      async () => (await sql(figures.database, `SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep'`)).length > 0,
    );
    const begun = Date.now();
    const rebuilding = rebuild(figures);
    await until(async () => (await schemas()).includes('projection_old'));
    expect(Date.now() - begun).toBeLessThan(1_400);
    expect(await sql(figures.database, 'SELECT sum(amount) FROM projection.totals')).toEqual(before);
    await reader;
    await rebuilding;
    expect(await schemas()).toEqual(['projection']);
  });

  it('is refused while another goes on, and what a killed one left is cleared away', async () => {
    await happens(1, 50);
    const shadow = await figures.model.shadow();
    await expect(rebuild(figures)).rejects.toThrow(RebuildUnderWay);
    await sql(
      figures.database,
      `SELECT pg_terminate_backend(pid) FROM pg_locks JOIN pg_database d ON d.oid = database
       WHERE locktype = 'advisory' AND d.datname = current_database()`,
    );
    await expect(shadow.listed([id('6f0b6f0a-4f0e-5c57-9d4e-2b1f3f6c7a01')])).rejects.toThrow();
    expect(await schemas()).toEqual(['projection', 'projection_next']);
    await until(() =>
      rebuild(figures).then(
        () => true,
        () => false,
      ),
    );
    await expectExact(figures, COLLABORATION);
    expect(await schemas()).toEqual(['projection']);
  });

  it('leaves the old figures alone when there is an entry that it cannot fold', async () => {
    await happens(1, 50);
    await catchUp({ ...figures, log });
    const before = await atRest(figures.model, COLLABORATION);
    const [next] = appendsOf(historian.write(someSteps(9, 1)));
    if (next === undefined) throw new Error('There is no entry to spoil.');
    const lines = next.lines.map(({ line, ...rest }) => ({ ...rest, line: fromTheFuture(line) }));
    await figures.store.append({ ...next, lines });
    await expect(rebuild(figures)).rejects.toThrow(RebuildStopped);
    expect(await atRest(figures.model, COLLABORATION)).toEqual(before);
    expect(await schemas()).toEqual(['projection']);
  });

  it('supersedes the live figures before it takes their place, so that a projector in the middle of a step writes nothing', async () => {
    await happens(1, 50);
    const shadow = await figures.model.shadow();
    const advance = {
      to: { entry: 49, knownAt: undefined },
      totals: [],
      outcomes: [],
      disputes: new Map(),
      figures: [],
    };
    let applying: Promise<unknown> = Promise.resolve();
    let swaps = 0;
    await shadow.swap(async () => {
      swaps += 1;
      if (swaps === 1) return;
      applying = figures.model.apply({ after: -1, ...advance }).catch((error: unknown) => error);
      await sleep(200);
    });
    expect(await applying).toMatchObject({ name: 'NotTheLeader' });
    expect((await figures.model.checkpoint()).entry).toBe(-1);
  });
});

describe('figures of another version', () => {
  it('are rebuilt by the projector that finds older ones, and say meanwhile that they are', async () => {
    await happens(1, 300);
    await catchUp({ ...figures, log });
    await spoil();
    await sql(figures.database, `UPDATE projection.checkpoint SET version = version - 1`);
    let meanwhileSaid: string | undefined;
    const { model } = figures;
    start({
      ...model,
      shadow: async () => {
        meanwhileSaid = (await model.checkpoint()).stoppedBecause;
        return model.shadow();
      },
    });
    await until(async () => (await model.version()) === READ_MODEL_VERSION);
    await expectExact(figures, COLLABORATION);
    expect(meanwhileSaid).toBe('these figures are of an older arithmetic and are being worked out again');
    await happens(2, 20);
    await untilCaughtUp(figures);
    await expectExact(figures, COLLABORATION);
  });

  it('are rebuilt by a command that shows figures, too', async () => {
    await happens(1, 30);
    await catchUp({ ...figures, log });
    await spoil();
    await sql(figures.database, `UPDATE projection.checkpoint SET version = version - 1`);
    await catchUp({ ...figures, log });
    await expectExact(figures, COLLABORATION);
  });

  it('are left to a newer program, which alone knows what they are', async () => {
    await happens(1, 30);
    await catchUp({ ...figures, log });
    const before = await atRest(figures.model, COLLABORATION);
    await sql(figures.database, `UPDATE projection.checkpoint SET version = version + 1`);
    await happens(2, 30);
    start();
    await until(() => said.some((line) => line.includes('newer program')));
    await expect(catchUp({ ...figures, log })).rejects.toThrow('newer program');
    expect(await atRest(figures.model, COLLABORATION)).toEqual(before);
  });
});

async function schemas(): Promise<readonly unknown[]> {
  const rows = await sql(
    figures.database,
    `SELECT nspname FROM pg_namespace WHERE nspname LIKE 'projection%' ORDER BY 1`,
  );
  return rows.map(({ nspname }) => nspname);
}
