import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { until } from '../support/eventstoredb-ground.js';
import type { AppendFault } from '../support/eventstoredb-server/faults.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { Inquiry, linesOf } from '../support/inquiry.js';
import { Journal } from '../support/journal.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';
import { seeded, Writers } from '../support/writers.js';

jest.setTimeout(120_000);

const COLLABORATIONS = 'src/demo-data/collaborations.json';
const SEED = Date.now() % 1_000_000;
const WRITERS = 12;

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);
const canary = ['--import', './test/support/import-built.ts', 'test/support/canary-process.ts', 'forgetful'];

// The stand-in lives in this process, outside of what is killed: what it has taken stays.
let server: StandInServer;
let database: TestDatabase;
let site: Site;
let journal: Journal;
let inquiry: Inquiry;
let ground: number;
beforeEach(async () => {
  server = await StandInServer.start();
  database = await freshDatabase('eventstoredb crash', migrated);
  site = await Site.open({ DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: server.url });
  journal = new Journal(join(site.directory, 'journal.ndjson'));
  expect(await site.run('load-collaborations', COLLABORATIONS)).toMatchObject({ code: 0 });
  ground = records().length;
  inquiry = new Inquiry(journal, site.directory, ground);
});
afterEach(async () => {
  journal.close();
  await site.clear();
  await database.drop();
  await server.close();
});

const records = () => server.log.all.filter(({ stream }) => !stream.startsWith('$'));

/** What is in the server has its number, in its order and as it was sent, and every promise of the journal is kept. */
async function expectKept(service: ServiceProcess): Promise<number> {
  const held = await heldTo(service);
  expect(held.violations).toEqual([]);
  const lines = await linesOf(service.url);
  expect(lines).toEqual(records().map(({ data }) => Buffer.from(data).toString('utf8')));
  expect(new Set(records().map(({ id }) => id)).size).toBe(lines.length);
  return lines.length;
}

async function heldTo(service: ServiceProcess): Promise<Awaited<ReturnType<Inquiry['hold']>>> {
  // What the server took from a process that was killed is counted a moment after the next one has come.
  await until(async () => (await linesOf(service.url)).length === records().length);
  return inquiry.hold(service.url);
}

/** What else goes wrong while the application is killed. */
const AMID: readonly (readonly [string, AppendFault | undefined])[] = [
  ['writing', undefined],
  ['a lost answer', { when: 'after the commit', then: 'reset' }],
  ['an append that the server has and has not written', { when: 'long before the commit', then: 'silence' }],
  ['writing', undefined],
];

describe(`${WRITERS} writers on EventStoreDB, seed ${SEED}`, () => {
  it('lose and repeat nothing when the application is killed', async () => {
    const chance = seeded(SEED);
    const writers = new Writers(journal, chance);
    let service = await site.serve();
    const tally = { answered: 0, recorded: 0, notRecorded: 0 };
    for (const [, fault] of AMID) {
      const writing = writers.start(service.url, { count: WRITERS });
      await until(() => writing.answered() > 60);
      await sleep(200 * chance());
      if (fault !== undefined) server.faults.onNextAppend(fault);
      await until(() => server.faults.left === 0);
      await sleep(20 * chance());
      await service.kill();
      tally.answered += await writing.stop();
      service = await site.serve();
      const { violations, unknown } = await heldTo(service);
      expect(violations).toEqual([]);
      tally.recorded += unknown.recorded;
      tally.notRecorded += unknown.notRecorded;
      await expectKept(service);
    }
    const entries = await expectKept(service);
    expect(entries).toBeGreaterThan(ground + 100);
    expect(await service.stop()).toBe(0);
    console.info(
      `EventStoreDB crash: ${AMID.length} kills, ${entries} entries, ${tally.answered} calls answered; ` +
        `unknown: ${tally.recorded} recorded, ${tally.notRecorded} not; seed ${SEED}`,
    );
  });

  it('are not deceived: a service that records the same command twice is found out', async () => {
    const service = await site.serve(canary);
    const writing = new Writers(journal, seeded(1)).start(service.url, { count: WRITERS });
    await until(() => writing.answered() > 150);
    await writing.stop();
    const { violations } = await heldTo(service);
    const kinds = new Set(violations.map((violation) => violation.replace(/:.*/s, '')));
    expect([...kinds]).toEqual(expect.arrayContaining(['twice', 'verify']));
  });
});
