import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { linesOf, sealed } from '../support/exports.js';
import { longExport } from '../support/long-export.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';

jest.setTimeout(180_000);

const ARRESTS = 1_500;
const KILLS = 3;

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

let server: StandInServer;
const databases: TestDatabase[] = [];
const sites: Site[] = [];
let text = '';
beforeAll(async () => {
  server = await StandInServer.start();
  text = await longExport(ARRESTS);
});
afterAll(async () => {
  for (const site of sites) await site.clear();
  for (const database of databases) await database.drop();
  await server.close();
});

async function siteWith(settings: Readonly<Record<string, string>>): Promise<Site> {
  const database = await freshDatabase('eventstoredb import ledger', migrated);
  databases.push(database);
  const site = await Site.open({ DATABASE_URL: database.ownerUrl, ...settings });
  sites.push(site);
  return site;
}

const records = () => server.log.all.filter(({ stream }) => !stream.startsWith('$'));

/** Kills the importer with kill -9 once so many more lines are there. */
async function killedAfter(site: Site, file: string, more: number): Promise<number> {
  const until = records().length + more;
  const running = site.begin('import-ledger', file);
  while (records().length < until) {
    const ended = await Promise.race([sleep(1), running.ended]);
    if (ended !== undefined) throw new Error(`It ended by itself with ${ended.code}: ${ended.stdout}${ended.stderr}`);
  }
  await running.kill();
  expect((await running.ended).code).toBeNull();
  return records().length;
}

describe('an export that is moved into EventStoreDB and killed on the way', () => {
  it('ends with the same bytes under the same numbers, and goes back to PostgreSQL', async () => {
    const lines = linesOf(text);
    const site = await siteWith({ EVENTSTORE_URL: server.url });
    const path = (name: string): string => join(site.directory, name);
    await writeFile(path('ledger.ndjson'), text);
    await writeFile(path('other.ndjson'), sealed(lines.slice(0, 60)));
    const would = await site.run('import-ledger', path('ledger.ndjson'), '--dry-run');
    expect(would).toMatchObject({ code: 0, stdout: expect.stringMatching(`^WOULD IMPORT: ${lines.length} of`) });

    for (let kills = 1; kills <= KILLS; kills += 1) {
      const there = await killedAfter(site, path('ledger.ndjson'), 300);
      expect(there).toBeLessThan(lines.length);
      if (kills === 1) await expectClosed(site, path('other.ndjson'));
    }
    const done = await site.run('import-ledger', path('ledger.ndjson'));
    expect(done).toMatchObject({ code: 0, stderr: expect.stringMatching(/Going on after entry \d+/) });
    expect(done.stdout).toMatch(`IMPORTED: ${lines.length} entries, read back and compared`);
    expect(records().map(({ data }) => Buffer.from(data).toString('utf8'))).toEqual(lines);
    expect(await site.run('export', path('moved.ndjson'))).toMatchObject({ code: 0 });
    expect((await readFile(path('moved.ndjson'), 'utf8')) === text).toBe(true);
    expect(await site.run('verify', path('moved.ndjson'))).toMatchObject({ code: 0 });
    expect(await site.run('import-ledger', path('ledger.ndjson'))).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ALREADY THERE/),
    });

    const service = await site.serve();
    // It records the standard measures that the export does not have.
    expect(await service.stop()).toBe(0);
    expect(records().length).toBeGreaterThan(lines.length);
    expect(await site.run('import-ledger', path('ledger.ndjson'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('the ledger is not empty'),
    });

    const back = await siteWith({});
    expect(await back.run('import-ledger', path('moved.ndjson'))).toMatchObject({ code: 0 });
    expect((await back.run('export')).stdout === text).toBe(true);
  });
});

/** Nobody can serve, record or read what is half a ledger, nor go on with another export, and the doctor says why. */
async function expectClosed(site: Site, other: string): Promise<void> {
  const why = { code: 2, stderr: expect.stringContaining('not whole yet') };
  expect(await site.run('serve')).toMatchObject(why);
  expect(await site.run('totals')).toMatchObject(why);
  expect(await site.run('doctor')).toMatchObject({ code: 1, stdout: expect.stringContaining('not whole yet') });
  expect(await site.run('import-ledger', other)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('being filled from another export'),
  });
}
