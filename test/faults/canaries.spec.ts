import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { Inquiry, linesOf } from '../support/inquiry.js';
import { Journal } from '../support/journal.js';
import { freshDatabase } from '../support/postgres.js';
import { Site, type ServiceProcess } from '../support/service-process.js';
import { seeded, send, recording, Writers } from '../support/writers.js';

jest.setTimeout(120_000);

const COLLABORATIONS = 'src/demo-data/collaborations.json';
/** A canary that has not sung by then never will. */
const MOST_CYCLES = 3;

const cleanups: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** A site on a database of its own, with the ground laid. */
async function siteOnDatabase(label: string): Promise<Site> {
  const database = await freshDatabase(label, migrated);
  cleanups.push(() => database.drop());
  return grounded({ DATABASE_URL: database.ownerUrl });
}

async function grounded(settings: Readonly<Record<string, string>> = {}): Promise<Site> {
  const site = await Site.open(settings);
  cleanups.push(() => site.clear());
  expect(await site.run('load-collaborations', COLLABORATIONS)).toMatchObject({ code: 0 });
  return site;
}

interface Trial {
  readonly journal: Journal;
  readonly inquiry: Inquiry;
}

async function tryOut(site: Site, { url }: ServiceProcess): Promise<Trial> {
  const journal = new Journal(join(site.directory, 'journal.ndjson'));
  cleanups.push(() => {
    journal.close();
    return undefined;
  });
  return { journal, inquiry: new Inquiry(journal, site.directory, (await linesOf(url)).length) };
}

const canary = (defect: string): readonly string[] => [
  '--import',
  './test/support/import-built.ts',
  'test/support/canary-process.ts',
  defect,
];

const kindsOf = (violations: readonly string[]): readonly string[] => [
  ...new Set(violations.map((violation) => violation.replace(/:.*/s, ''))),
];

describe('the crash test finds', () => {
  it('a service that records the same command twice', async () => {
    const site = await siteOnDatabase('forgetful');
    const service = await site.serve(canary('forgetful'));
    const { journal, inquiry } = await tryOut(site, service);
    const writing = new Writers(journal, seeded(1)).start(service.url);
    await sleep(500);
    await writing.stop();
    const { violations } = await inquiry.hold(service.url);
    expect(kindsOf(violations)).toEqual(expect.arrayContaining(['twice', 'receipts', 'verify']));
  });

  it('a service that acknowledges before the commit, once it is killed', async () => {
    const site = await siteOnDatabase('hasty');
    let service = await site.serve(canary('hasty'));
    const { journal, inquiry } = await tryOut(site, service);
    // They only record: what is not there yet cannot be corrected, and the canary is to fail by nothing else.
    const some = seeded(2);
    const writers = new Writers(journal, () => 0.5 + some() / 2);
    const calm = writers.start(service.url);
    await sleep(300);
    await calm.stop();
    await sleep(1_000);
    expect((await inquiry.hold(service.url)).violations).toEqual([]);

    let found: readonly string[] = [];
    for (let cycle = 0; cycle < MOST_CYCLES && !found.includes('lost'); cycle += 1) {
      const writing = writers.start(service.url);
      await sleep(300);
      await service.kill();
      await writing.stop();
      service = await site.serve(canary('hasty'));
      found = kindsOf((await inquiry.hold(service.url)).violations);
    }
    expect(found).toContain('lost');
  });

  it('a PostgreSQL that acknowledges before it has written, once it is killed; and the service then refuses to write', async () => {
    const site = await grounded();
    const service = await site.serve();
    const { journal, inquiry } = await tryOut(site, service);
    const writers = new Writers(journal, seeded(3));
    let found: readonly string[] = [];
    for (let cycle = 0; cycle < MOST_CYCLES && !found.includes('lost'); cycle += 1) {
      await tell(site, ...UNSAFE.map((setting) => `ALTER SYSTEM SET ${setting}`), 'SELECT pg_reload_conf()');
      await sleep(500);
      const writing = writers.start(service.url);
      await sleep(500);
      await site.killPostgres();
      await writing.stop();
      while ((await site.postmaster()) === undefined) await sleep(10);
      await sleep(1_000);
      const lines = await linesOf(service.url);
      expect(await send(journal, service.url, recording(1))).toMatchObject({ at: 'unknown' });
      expect(await linesOf(service.url)).toEqual(lines);
      await tell(site, 'ALTER SYSTEM RESET ALL', 'SELECT pg_reload_conf()');
      await sleep(500);
      found = kindsOf((await inquiry.hold(service.url)).violations);
    }
    expect(found).toContain('lost');
  });
});

/** Commits are then written every ten seconds: whoever is killed before has lost them. */
const UNSAFE = ["synchronous_commit = 'off'", "wal_writer_delay = '10s'", "wal_writer_flush_after = '1GB'"];

async function tell(site: Site, ...statements: readonly string[]): Promise<void> {
  const owner = new pg.Client({ connectionString: await site.ownerUrl() });
  await owner.connect();
  for (const statement of statements) await owner.query(statement);
  await owner.end();
}

describe('the service', () => {
  it('does not start on a PostgreSQL with fsync off, and says how to put it right', async () => {
    const site = await grounded();
    await appendFile(join(site.dataDir, 'postgres/postgresql.auto.conf'), 'fsync = off\n');
    const { code, stderr } = await site.run('serve');
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('fsync=off') });
    expect(stderr).toContain('postgresql.auto.conf');
    expect(await site.postmaster()).toBeUndefined();
  });
});
