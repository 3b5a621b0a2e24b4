import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { importOf, upload } from '../support/imports.js';
import { Inquiry, linesOf, type Found } from '../support/inquiry.js';
import { Journal } from '../support/journal.js';
import { Site, type ServiceProcess } from '../support/service-process.js';
import { seeded, Writers, type Writing } from '../support/writers.js';

jest.setTimeout(240_000);

const COLLABORATIONS = 'src/demo-data/collaborations.json';
/** Enough for the first half of them to be written before the second is sent. */
const IMPORT_ROWS = 1_100;
const SEED = Date.now() % 1_000_000;

let site: Site;
let service: ServiceProcess;
let journal: Journal;
let writers: Writers;
let inquiry: Inquiry;
const chance = seeded(SEED);
const tally = { answered: 0, recorded: 0, notRecorded: 0 };

beforeAll(async () => {
  site = await Site.open();
  expect(await site.run('load-collaborations', COLLABORATIONS)).toMatchObject({ code: 0 });
  service = await site.serve();
  journal = new Journal(join(site.directory, 'journal.ndjson'));
  writers = new Writers(journal, chance);
  inquiry = new Inquiry(journal, site.directory, (await linesOf(service.url)).length);
});
afterAll(async () => {
  journal.close();
  await site.clear();
});

/** What else goes on at the moment of the kill. */
type Amid = 'writing' | 'import' | 'commit of an import' | 'rebuild' | 'recovery';

const AMID: readonly Amid[] = [
  'writing',
  'import',
  'writing',
  'commit of an import',
  'recovery',
  'writing',
  'rebuild',
  'import',
  'rebuild',
  'writing',
];

describe(`16 writers, seed ${SEED}`, () => {
  it.each(AMID.map((amid, cycle) => ({ amid, cycle })))(
    'lose and repeat nothing when the application is killed amid $amid ($cycle)',
    async ({ amid, cycle }) => {
      const writing = writers.start(service.url);
      const over = await disturb(amid, `app-${cycle}`);
      await service.kill();
      await Promise.all([over(), counted(writing)]);
      if (amid === 'recovery') await killedWhileStarting();
      service = await site.serve();
      await expectKept();
    },
  );

  it.each(AMID.map((amid, cycle) => ({ amid, cycle })))(
    'lose and repeat nothing when PostgreSQL is killed amid $amid ($cycle)',
    async ({ amid, cycle }) => {
      const writing = writers.start(service.url, { persist: true });
      const over = await disturb(amid, `pg-${cycle}`);
      expect(await site.killPostgres()).toBeGreaterThan(1);
      if (amid === 'recovery') await killedAgainWhileRecovering();
      const answered = writing.answered();
      while (writing.answered() < answered + 100) await sleep(10);
      await Promise.all([over(), counted(writing)]);
      await expectKept();
    },
  );

  it('lose and repeat nothing when both are killed at once', async () => {
    const writing = writers.start(service.url);
    await sleep(400);
    await Promise.all([service.kill(), site.killPostgres()]);
    await counted(writing);
    service = await site.serve();
    await expectKept();
  });

  it('leave a ledger that rebuild and the offline verifier agree on, from the command line', async () => {
    const found = await expectKept();
    expect(await site.run('rebuild')).toMatchObject({ code: 0 });
    const file = join(site.directory, 'exported.ndjson');
    expect(await site.run('export', file)).toMatchObject({ code: 0 });
    const answers = ['totals.json', 'statement.json'].map((name) => join(site.directory, name));
    expect(await site.run('verify', file, '--against', ...answers)).toMatchObject({ code: 0 });
    expect((await inquiry.hold(service.url)).violations).toEqual([]);
    console.info(
      `crash: ${AMID.length} kills of the application, ${AMID.length} of PostgreSQL and 1 of both; ${found.entries} entries, ` +
        `${tally.answered} calls answered; unknown: ${tally.recorded} recorded, ${tally.notRecorded} not; seed ${SEED}`,
    );
  });
});

/** Lets the writers write for a moment, which is never the same, with something else going on at its end. Gives how to await that. */
async function disturb(amid: Amid, name: string): Promise<() => Promise<unknown>> {
  await sleep(100 + 500 * chance());
  if (amid === 'rebuild') return rebuildBegun();
  if (amid !== 'import' && amid !== 'commit of an import') return () => Promise.resolve();
  const importing = upload(journal, service.url, importOf(name, IMPORT_ROWS), 0.5);
  await sleep(40 + 40 * chance());
  if (amid === 'commit of an import') {
    importing.finish();
    await sleep(80 * chance());
  }
  return () => {
    importing.finish();
    return importing.answer;
  };
}

/** Until a rebuild, in a process of its own, has begun to fill the new figures. Half of them are killed too. */
async function rebuildBegun(): Promise<() => Promise<unknown>> {
  const postgres = new pg.Client({ connectionString: await site.ownerUrl() });
  postgres.on('error', () => undefined);
  await postgres.connect();
  const rebuild = site.begin('rebuild');
  const begun = async (): Promise<void> => {
    const { rows } = await postgres.query("SELECT FROM pg_namespace WHERE nspname = 'projection_next'");
    if (rows.length === 0) await begun();
  };
  await Promise.race([begun(), rebuild.ended]);
  await postgres.end();
  await sleep(20 * chance());
  if (chance() < 0.5) await rebuild.kill();
  return () => rebuild.ended;
}

async function killedWhileStarting(): Promise<void> {
  const starting = site.begin('serve');
  await sleep(300 + 1_500 * chance());
  await starting.kill();
}

async function killedAgainWhileRecovering(): Promise<void> {
  while ((await site.postmaster()) === undefined) await sleep(5);
  await sleep(100 * chance());
  await site.killPostgres();
}

async function counted(writing: Writing): Promise<void> {
  tally.answered += await writing.stop();
}

async function expectKept(): Promise<Found> {
  const found = await inquiry.hold(service.url);
  expect(found.violations).toEqual([]);
  tally.recorded += found.unknown.recorded;
  tally.notRecorded += found.unknown.notRecorded;
  return found;
}
