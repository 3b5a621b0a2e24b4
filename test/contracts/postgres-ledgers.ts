import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import { cuttableProxy } from '../support/cuttable-proxy.js';
import { freshDatabase } from '../support/postgres.js';
import type { TestDatabase } from '../support/postgres.js';
import type { Ledger } from './ledger-under-test.js';

const USUAL_SERVER = 'postgres://postgres@127.0.0.1:5432/postgres';

const prepare = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

export function embeddedDatabase(label: string): Promise<TestDatabase> {
  return freshDatabase(label, prepare);
}

export function ledgerIn(database: TestDatabase): Ledger {
  return {
    open: () => openPostgresEventStore({ url: database.applicationUrl, patienceMs: 5_000 }),
    road: async () => {
      const proxy = await cuttableProxy(database.applicationUrl);
      const open = (): Promise<EventStore> =>
        openPostgresEventStore({ url: proxy.url, patienceMs: 1_500, lockTimeoutMs: 1_000 });
      return { ...proxy, open };
    },
    remove: () => database.drop(),
  };
}

/** A PostgreSQL that someone else runs: the one TEST_SERVER_URL names (empty is as unset), or the usual one on this machine if it lets us in. */
export async function findServer(): Promise<string | undefined> {
  const given = process.env['TEST_SERVER_URL'];
  const isGiven = given !== undefined && given !== '';
  const url = isGiven ? given : USUAL_SERVER;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return url;
  } catch (error) {
    if (isGiven) throw error;
    return undefined;
  }
}

export async function serverDatabase(administratorUrl: string): Promise<TestDatabase> {
  const name = `tallystick_test_${randomBytes(5).toString('hex')}`;
  const password = createHash('sha256').update(`tallystick_app ${administratorUrl}`).digest('hex');
  await run(administratorUrl, `CREATE DATABASE ${name} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
  const owner = new URL(administratorUrl);
  owner.pathname = `/${name}`;
  await alone(administratorUrl, async (client) => {
    await prepare(owner.href);
    await client.query(`ALTER ROLE tallystick_app LOGIN PASSWORD '${password}'`);
  });
  const application = new URL(owner);
  application.username = 'tallystick_app';
  application.password = password;
  return {
    ownerUrl: owner.href,
    applicationUrl: application.href,
    drop: () => run(administratorUrl, `DROP DATABASE ${name} WITH (FORCE)`),
  };
}

/** Roles belong to the whole server, where several suites may make them at once. */
async function alone(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(`SELECT pg_advisory_lock(hashtext('the role of tests'))`);
    await work(client);
  } finally {
    await client.end();
  }
}

export async function run(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
