import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { appendFile, readdir, readFile, writeFile } from 'node:fs/promises';
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

describe('the reference of an item', () => {
  const REFERENCE = 'canary-7f3a/10';
  const HEADER = `reference,kind,occurred_on,collaboration,unit,lead_force,attribution,role,offence_group,item_scheme,item_reference`;
  const common = 'yorkshire-and-the-humber-joint-working,rart,west-yorkshire,direct:west-yorkshire,made,theft';
  const row = (name: string, day: string): string => `${name},arrest,${day},${common},custody-reference,${REFERENCE}`;

  /** Where the reference shows among what was answered and said, and in every file of the site's own, of the database too. */
  async function traces(site: Site, heard: Readonly<Record<string, string>>): Promise<readonly string[]> {
    const found = Object.entries(heard).filter(([, text]) => text.toLowerCase().includes(REFERENCE));
    const files = await readdir(site.dataDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((each) => each.isFile())) {
      const bytes = await readFile(join(file.parentPath, file.name)).catch(() => Buffer.alloc(0));
      if (bytes.toString('latin1').toLowerCase().includes(REFERENCE)) found.push([file.name, '']);
    }
    return found.map(([name]) => name);
  }

  async function tell(url: string): Promise<string> {
    const headers = { 'content-type': 'text/csv' };
    const rows = [
      [row('good', '2010-03-04')],
      [row('good', '2010-03-05')],
      [row('bad', '2090-01-01')],
      [`"${row('torn', '')}`],
    ];
    const answers = rows.flatMap((some) =>
      ['', '?mode=row-by-row', '?dryRun=true'].map(async (query) => {
        const body = [HEADER, ...some].join('\n');
        return (await fetch(`${url}/api/v1/imports${query}`, { method: 'POST', headers, body })).text();
      }),
    );
    return (await Promise.all(answers)).join('\n');
  }

  it('is found nowhere, unless a service says it', async () => {
    const site = await grounded();
    const sound = await site.serve();
    const answered = await tell(sound.url);
    expect(answered).toContain('"recorded":1');
    const file = join(site.directory, 'items.csv');
    await writeFile(file, [HEADER, row('other', '2010-03-04'), row('bad', '2090-01-01'), ''].join('\n'));
    const imported = await site.run('import', file, '--row-by-row');
    expect(imported).toMatchObject({ code: 1, stdout: expect.stringContaining('already-claimed') });
    const entries = (await linesOf(sound.url)).join('\n');
    expect(entries).toContain('"scheme":"custody-reference"');
    const { stdout, stderr } = imported;
    expect(await traces(site, { answered, entries, said: sound.said(), stdout, stderr })).toEqual([]);
    await sound.stop();

    const service = await site.serve(canary('talkative'));
    const again = await tell(service.url);
    await writeFile(join(site.dataDir, 'note'), `about ${REFERENCE}`);
    expect(await traces(site, { answered: again, said: service.said() })).toEqual(['said', 'note']);
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
