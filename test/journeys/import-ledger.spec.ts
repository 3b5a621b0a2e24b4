import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { NotWhole } from '../../src/ledger/moving-in.js';
import { newStream, startOf } from '../contracts/ledger-under-test.js';
import { linesOf, sealed } from '../support/exports.js';
import { goldenLines, goldenText } from '../support/golden-lines.js';
import { longExport } from '../support/long-export.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { Site } from '../support/service-process.js';

jest.setTimeout(180_000);

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** A PostgreSQL database of its own, the program on it, and a look into it. */
interface House {
  readonly database: TestDatabase;
  readonly site: Site;
  readonly path: (name: string) => string;
  /** How many entries there are, and whether they are half of an import. */
  readonly holds: () => Promise<{ readonly entries: string; readonly halfFilled: boolean }>;
  readonly clear: () => Promise<void>;
}

async function makeHouse(): Promise<House> {
  const database = await freshDatabase('import ledger', migrated);
  await migrated(database.ownerUrl);
  const site = await Site.open({ DATABASE_URL: database.ownerUrl });
  const client = new pg.Client({ connectionString: database.ownerUrl });
  await client.connect();
  return {
    database,
    site,
    path: (name) => join(site.directory, name),
    holds: async () => {
      const sql = 'SELECT next AS entries, moving_in IS NOT NULL AS "halfFilled" FROM ledger.head';
      const { rows } = await client.query<{ entries: string; halfFilled: boolean }>(sql);
      return rows[0] ?? { entries: 'none', halfFilled: false };
    },
    clear: async () => {
      await client.end();
      await site.clear();
      await database.drop();
    },
  };
}

let house: House;
const houses: House[] = [];
async function another(): Promise<House> {
  house = await makeHouse();
  houses.push(house);
  return house;
}
afterEach(async () => {
  for (const each of houses.splice(0)) await each.clear();
});

describe('moving from PostgreSQL to PostgreSQL', () => {
  it('keeps every byte, number, digest, figure and receipt', async () => {
    const old = await another();
    const demo = ['import', 'src/demo-data/illustrative-outcomes.csv', '--illustrative'];
    expect(await old.site.run('load-collaborations', 'src/demo-data/collaborations.json')).toMatchObject({ code: 0 });
    expect(await old.site.run(...demo)).toMatchObject({ code: 0 });
    expect(await old.site.run('export', old.path('old.ndjson'))).toMatchObject({ code: 0 });
    const figures = ['totals', '--by', 'measure,force,unit,month', '--json'];
    const before = await old.site.run(...figures);
    expect(before).toMatchObject({ code: 0, stdout: expect.stringContaining('assets-seized-value') });
    await writeFile(old.path('totals.json'), before.stdout);

    const fresh = await another();
    const imported = await fresh.site.run('import-ledger', old.path('old.ndjson'));
    expect(imported).toMatchObject({ code: 0, stdout: expect.stringMatching(/^IMPORTED: \d+ entries/) });
    expect(await fresh.site.run('export', fresh.path('new.ndjson'))).toMatchObject({ code: 0 });
    const [was, is] = [await readFile(old.path('old.ndjson')), await readFile(fresh.path('new.ndjson'))];
    expect(was.length).toBeGreaterThan(500_000);
    expect(is.equals(was)).toBe(true);
    expect(await fresh.site.run(...figures)).toMatchObject({ code: 0, stdout: before.stdout });
    const proof = await fresh.site.run('verify', fresh.path('new.ndjson'), '--against', old.path('totals.json'));
    expect(proof).toMatchObject({ code: 0 });
    // Every command is still known by its id: the same file of outcomes records nothing.
    const again = await fresh.site.run(...demo);
    expect(again).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/0 recorded, 1041 recorded before, 0 refused/),
    });
    expect(await fresh.holds()).toEqual({ entries: String(linesOf(was.toString()).length), halfFilled: false });
  });
});

describe('moving from memory to PostgreSQL', () => {
  it('keeps every byte, by file and by standard input', async () => {
    for (const way of ['file', 'pipe'] as const) {
      const { site, path, holds } = await another();
      await writeFile(path('golden.ndjson'), goldenText);
      if (way === 'file') expect(await site.run('import-ledger', path('golden.ndjson'))).toMatchObject({ code: 0 });
      else expect(await piped(path('golden.ndjson'), ['import-ledger', '-'])).toBe(0);
      expect(await site.run('export')).toMatchObject({ code: 0, stdout: goldenText });
      expect(await holds()).toEqual({ entries: String(goldenLines.length), halfFilled: false });
    }
  });
});

describe('an import that is killed in the middle', () => {
  const OUTCOMES = 4_000;
  let text = '';
  beforeAll(async () => {
    text = await longExport(OUTCOMES);
  });

  it('leaves what only the same import can go on with, and goes on to the same bytes', async () => {
    const { database, site, path, holds } = await another();
    await writeFile(path('ledger.ndjson'), text);
    await writeFile(path('other.ndjson'), sealed(linesOf(text).slice(0, 2_000)));
    for (let kills = 1; kills <= 3; kills += 1) {
      const before = Number((await holds()).entries);
      await killedMidway(database, site, path('ledger.ndjson'), before);
      const { entries, halfFilled } = await holds();
      expect(Number(entries)).toBeGreaterThan(before);
      expect([Number(entries) < goldenLines.length + OUTCOMES, halfFilled]).toEqual([true, true]);
      await expectClosed(site, database);
      expect(await site.run('import-ledger', path('other.ndjson'))).toMatchObject({
        code: 1,
        stdout: expect.stringContaining('being filled from another export'),
      });
      expect(await holds()).toEqual({ entries, halfFilled });
    }
    expect(await site.run('import-ledger', path('ledger.ndjson'))).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/Going on after entry \d+/),
    });
    expect((await site.run('export')).stdout === text).toBe(true);
    const service = await site.serve();
    expect(await service.stop()).toBe(0);
  });
});

describe('what is refused', () => {
  it('a ledger that is not empty, and one that is being served', async () => {
    const { site, path, holds } = await another();
    await writeFile(path('golden.ndjson'), goldenText);
    const service = await site.serve();
    const before = await holds();
    expect(Number(before.entries)).toBeGreaterThan(0);
    expect(await site.run('import-ledger', path('golden.ndjson'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining(`not empty: it holds ${before.entries} entries of its own`),
    });
    await service.stop();
    expect(await holds()).toEqual(before);
  });

  it('a forged export, one that breaks off, and one that is not there', async () => {
    const { site, path, holds } = await another();
    const forged = goldenLines.map((line) => line.replace('"amount":365776', '"amount":365777'));
    await writeFile(path('forged.ndjson'), sealed(forged));
    await writeFile(path('cut.ndjson'), goldenText.slice(0, -200));
    const refused = await site.run('import-ledger', path('forged.ndjson'));
    expect(refused).toMatchObject({ code: 1, stdout: expect.stringMatching(/NOT IMPORTED.*entry 41 does not follow/) });
    expect(await site.run('import-ledger', path('cut.ndjson'))).toMatchObject({ code: 2 });
    expect(await site.run('import-ledger', path('none.ndjson'))).toMatchObject({ code: 2 });
    expect(await holds()).toEqual({ entries: '0', halfFilled: false });
  });

  it('a ledger whose entries live in an EventStoreDB that does not answer', async () => {
    const { database, path, holds } = await another();
    await writeFile(path('golden.ndjson'), goldenText);
    const eventstore = 'esdb://127.0.0.1:1?tls=false';
    const site = await Site.open({ DATABASE_URL: database.ownerUrl, EVENTSTORE_URL: eventstore });
    expect(await site.run('import-ledger', path('golden.ndjson'))).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('EventStoreDB does not answer'),
    });
    expect(await site.run('doctor')).toMatchObject({ stdout: expect.stringContaining('not half of an import') });
    await site.clear();
    expect(await holds()).toEqual({ entries: '0', halfFilled: false });
  });

  it('nothing in a dry run, which writes nothing', async () => {
    const { site, path, holds } = await another();
    await writeFile(path('golden.ndjson'), goldenText);
    const would = await site.run('import-ledger', path('golden.ndjson'), '--dry-run');
    expect(would).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(`^WOULD IMPORT: ${goldenLines.length} of ${goldenLines.length}`),
    });
    expect(await holds()).toEqual({ entries: '0', halfFilled: false });
  });
});

/** Holds the head once something more was written, so that the import waits in the middle of a transaction, and kills it there. */
async function killedMidway(database: TestDatabase, site: Site, file: string, before: number): Promise<void> {
  const holder = new pg.Client({ connectionString: database.ownerUrl });
  await holder.connect();
  const running = site.begin('import-ledger', file);
  try {
    while (true) {
      await holder.query('BEGIN');
      const { rows } = await holder.query<{ next: string }>('SELECT next FROM ledger.head FOR UPDATE');
      if (Number(rows[0]?.next) > before) break;
      await holder.query('COMMIT');
    }
    await running.kill();
    expect((await running.ended).code).toBeNull();
  } finally {
    await holder.end();
  }
}

/** Nobody can serve, record or read what is half a ledger, and the doctor says why. */
async function expectClosed(site: Site, database: TestDatabase): Promise<void> {
  const why = { code: 2, stderr: expect.stringContaining('not whole yet') };
  expect(await site.run('serve')).toMatchObject(why);
  expect(await site.run('load-collaborations', 'src/demo-data/collaborations.json')).toMatchObject(why);
  expect(await site.run('totals')).toMatchObject(why);
  expect(await site.run('doctor')).toMatchObject({ code: 1, stdout: expect.stringContaining('not whole yet') });
  const store = await openPostgresEventStore({ url: database.applicationUrl });
  await expect(store.append(startOf(newStream()))).rejects.toThrow(NotWhole);
  await store.close();
}

/** Runs the program with a file on its standard input; gives its exit code. */
async function piped(file: string, args: readonly string[]): Promise<unknown> {
  const env = { ...process.env, DATABASE_URL: house.database.ownerUrl, DATA_DIR: house.site.dataDir };
  const child = spawn(process.execPath, ['dist/src/cli.js', ...args], { env, stdio: ['pipe', 'ignore', 'ignore'] });
  createReadStream(file).pipe(child.stdin);
  const [code] = (await once(child, 'exit')) as [unknown];
  return code;
}

afterAll(async () => {
  for (const each of houses.splice(0)) await each.clear();
});
