import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { readMigrations } from '../../src/adapters/postgres/migration-files.js';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { freshDatabase, type TestDatabase } from '../support/postgres.js';
import { newLine, newStream, startOf } from './ledger-under-test.js';
import { embeddedDatabase, run } from './postgres-ledgers.js';

jest.setTimeout(120_000);

const DENIED = /permission denied|must be owner|must be superuser|permission to|not allowed/;
const GUARDED = /entries of the ledger are never changed or removed/;
const VALUES = `VALUES (99, 's', 0, '${randomUUID()}', '{}')`;

const BY_THE_APPLICATION = [
  `UPDATE ledger.entries SET line = '{}'`,
  `DELETE FROM ledger.entries`,
  `TRUNCATE ledger.entries`,
  `INSERT INTO ledger.entries ${VALUES}`,
  `MERGE INTO ledger.entries USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE`,
  `SELECT FROM ledger.entries FOR UPDATE`,
  `DO $$ BEGIN LOCK TABLE ledger.entries IN ACCESS EXCLUSIVE MODE; END $$`,
  `COPY ledger.entries FROM PROGRAM 'true'`,
  `UPDATE ledger.head SET next = 0`,
  `DELETE FROM ledger.head`,
  `INSERT INTO ledger.head VALUES (7)`,
  `ALTER TABLE ledger.entries DISABLE TRIGGER ALL`,
  `ALTER TABLE ledger.entries ADD COLUMN note text`,
  `ALTER TABLE ledger.entries OWNER TO tallystick_app`,
  `CREATE TRIGGER mine BEFORE INSERT ON ledger.entries EXECUTE FUNCTION suppress_redundant_updates_trigger()`,
  `CREATE RULE mine AS ON INSERT TO ledger.entries DO INSTEAD NOTHING`,
  `DROP TRIGGER entries_are_immutable ON ledger.entries`,
  `DROP TABLE ledger.entries`,
  `DROP SCHEMA ledger CASCADE`,
  `DROP FUNCTION ledger.append`,
  `CREATE OR REPLACE FUNCTION ledger.append(streams text, revisions integer[], ids uuid[], lines text) RETURNS text LANGUAGE sql AS 'SELECT 1::text'`,
  `CREATE OR REPLACE FUNCTION ledger.refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'`,
  `ALTER FUNCTION ledger.append SECURITY INVOKER`,
  `CREATE FUNCTION ledger.mine() RETURNS int LANGUAGE sql AS 'SELECT 1'`,
  `CREATE TABLE ledger.mine ()`,
  `UPDATE ledger.migrations SET sha256 = ''`,
  `SET session_replication_role = replica`,
  `SET ROLE postgres`,
];

const BY_THE_OWNER = [
  `UPDATE ledger.entries SET line = '{}'`,
  `UPDATE ledger.entries SET line = line WHERE false`,
  `DELETE FROM ledger.entries`,
  `TRUNCATE ledger.entries`,
  `TRUNCATE ledger.entries, ledger.head CASCADE`,
  `MERGE INTO ledger.entries USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE`,
  `INSERT INTO ledger.entries SELECT * FROM ledger.entries ON CONFLICT (entry) DO UPDATE SET line = '{}'`,
  `SET session_replication_role = replica; DELETE FROM ledger.entries`,
  `DELETE FROM ledger.head`,
];

describe('entries in PostgreSQL', () => {
  let database: TestDatabase;
  let application: pg.Client;
  let owner: pg.Client;
  let before: unknown[] = [];

  beforeAll(async () => {
    database = await embeddedDatabase('immutable');
    const store = await openPostgresEventStore({ url: database.applicationUrl });
    await store.append(startOf(newStream()));
    await store.close();
    application = new pg.Client({ connectionString: database.applicationUrl });
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await Promise.all([application.connect(), owner.connect()]);
    before = await all();
  });
  afterAll(async () => {
    await Promise.all([application.end(), owner.end()]);
    await database.drop();
  });
  const all = async (): Promise<unknown[]> =>
    (await owner.query<Record<string, unknown>>('SELECT * FROM ledger.entries, ledger.head')).rows;

  it.each(BY_THE_APPLICATION)('are out of the application’s reach: %s', async (sql) => {
    await expect(application.query(sql)).rejects.toThrow(DENIED);
    expect(await all()).toEqual(before);
  });

  it.each(BY_THE_OWNER)('are guarded even against their owner: %s', async (sql) => {
    await expect(owner.query(sql)).rejects.toThrow(GUARDED);
    await owner.query('RESET session_replication_role');
    expect(await all()).toEqual(before);
  });

  it('take no number from the application, only the next one', async () => {
    const append = `SELECT ledger.append($1, $2, $3, $4) AS verdicts`;
    const id = randomUUID();
    const faulty = [
      ['s', '{0}', `{${id}}`, 'two\nlines'],
      ['s', '{0,1}', `{${id}}`, '{}'],
      ['s\nt', '{0,0}', `{${id}}`, '{}\n{}'],
      ['s', '{-1}', `{${id}}`, '{}'],
      ['s\ns', '{0,2}', `{${id},${randomUUID()}}`, '{}\n{}'],
      ['s', '{5}', `{${id}}`, '{}'],
    ];
    for (const values of faulty) {
      const outcome = await application.query<{ verdicts: string }>(append, values).then(
        ({ rows }) => rows[0]?.verdicts ?? '',
        () => 'refused',
      );
      expect(['!', 'refused']).toContain(outcome);
      expect(await all()).toEqual(before);
    }
  });

  it('are written where they belong and by PostgreSQL’s own functions, whatever the application puts in the way', async () => {
    await migrate(database.ownerUrl, () => undefined);
    await application.query(`
      CREATE TEMPORARY TABLE entries (LIKE ledger.entries);
      CREATE TEMPORARY TABLE head (next bigint);
      CREATE SCHEMA mine;
      CREATE FUNCTION mine.strpos(text, text) RETURNS integer LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION 'this runs as %', current_user; END $$;
      SET search_path = mine, pg_temp, pg_catalog, ledger`);
    await expect(application.query(`SELECT strpos('a', 'a')`)).rejects.toThrow('this runs as tallystick_app');
    const id = randomUUID();
    const { rows } = await application.query<{ verdicts: string }>('SELECT ledger.append($1, $2, $3, $4) AS verdicts', [
      newStream(),
      '{0}',
      `{${id}}`,
      '{}',
    ]);
    expect(rows).toEqual([{ verdicts: '+1' }]);
    expect((await owner.query('SELECT FROM ledger.entries WHERE entry = 1 AND id = $1', [id])).rowCount).toBe(1);
  });
});

describe('a ledger from which an entry was taken by force', () => {
  it('is not read past the gap', async () => {
    const database = await embeddedDatabase('gap');
    const store = await openPostgresEventStore({ url: database.applicationUrl });
    await store.append(startOf(newStream(), newLine(), newLine(), newLine()));
    await run(
      database.ownerUrl,
      'ALTER TABLE ledger.entries DISABLE TRIGGER ALL; DELETE FROM ledger.entries WHERE entry = 1',
    );
    await expect(store.readAll(-1, 10)).rejects.toThrow('a gap before entry 2');
    await expect(store.readAll(0, 10)).rejects.toThrow('a gap before entry 2');
    expect(await store.readAll(1, 10)).toHaveLength(1);
    await store.close();
    await database.drop();
  });
});

describe('migrations', () => {
  let database: TestDatabase;
  let owner: pg.Client;
  const migrated = (): Promise<string[]> => {
    const messages: string[] = [];
    return migrate(database.ownerUrl, (message) => messages.push(message)).then(() => messages);
  };
  beforeAll(async () => {
    database = await freshDatabase('migrations', () => Promise.resolve());
    owner = new pg.Client({ connectionString: database.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await database.drop();
  });

  it('run once, however many start at once', async () => {
    const known = await readMigrations();
    const messages = await Promise.all(Array.from({ length: 6 }, migrated));
    expect(messages.flat()).toEqual(known.map(({ name }) => `Database migrated: ${name}`));
    expect(await migrated()).toEqual([]);
    await owner.query('CREATE TABLE ledger.kept AS SELECT * FROM ledger.migrations');
  });

  it('are the owner’s: the application’s own login does with a database that is up to date, and says so of another', async () => {
    await migrate(database.applicationUrl, () => undefined);
    await owner.query(`DELETE FROM ledger.migrations WHERE name > '0003'`);
    await expect(migrate(database.applicationUrl, () => undefined)).rejects.toThrow(
      'Run "tallystick migrate" as its owner',
    );
    await owner.query(`INSERT INTO ledger.migrations SELECT * FROM ledger.kept WHERE name > '0003'`);
  });

  it('are refused when an applied file has changed', async () => {
    await owner.query(`UPDATE ledger.migrations SET sha256 = 'x' WHERE name = '0001-entries.sql'`);
    await expect(migrated()).rejects.toThrow('0001-entries.sql is not the file that was applied');
    await owner.query(`UPDATE ledger.migrations m SET sha256 = k.sha256 FROM ledger.kept k WHERE k.name = m.name`);
  });

  it('are refused when the database is newer than the program, or has skipped one', async () => {
    await owner.query(`INSERT INTO ledger.migrations VALUES ('9999-later.sql', 'x', now())`);
    await expect(migrated()).rejects.toThrow('9999-later.sql, which this version of Tallystick does not know');
    await owner.query(`DELETE FROM ledger.migrations WHERE name LIKE '9999%' OR name LIKE '0001%'`);
    await expect(migrated()).rejects.toThrow('0001-entries.sql would run after 0002-append.sql');
  });

  it('give the application the right to make its projections’ schemas', async () => {
    await migrated().catch(() => []);
    await owner.query(`TRUNCATE ledger.migrations; INSERT INTO ledger.migrations SELECT * FROM ledger.kept`);
    await migrated();
    const application = new pg.Client({ connectionString: database.applicationUrl });
    await application.connect();
    await application.query('CREATE SCHEMA projection_new; ALTER SCHEMA projection_new RENAME TO projection');
    await application.end();
  });
});
