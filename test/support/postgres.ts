import { createHash, randomBytes } from 'node:crypto';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { RUN_DIRECTORY, testServer } from './postgres-run.js';
import type { TestServer } from './postgres-run.js';

export interface TestDatabase {
  readonly ownerUrl: string;
  readonly applicationUrl: string;
  drop(): Promise<void>;
}

type Prepare = (ownerUrl: string) => Promise<void>;

/**
 * A database of its own for one suite. `prepare` (the migrations) runs once per run of jest, into a template from which
 * the databases are then copied; it must close its connections.
 */
export async function freshDatabase(label: string, prepare: Prepare): Promise<TestDatabase> {
  const server = await testServer();
  const name = nameFor(
    `${label
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '_')
      .slice(0, 24)}_${randomBytes(3).toString('hex')}`,
  );
  await administer(server, async (client) => {
    const template = await ensureTemplate(client, server, prepare);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
  });
  return {
    ownerUrl: ownerUrlOf(server, name),
    applicationUrl: applicationUrlOf(server, name),
    drop: () => administer(server, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

async function ensureTemplate(client: pg.Client, server: TestServer, prepare: Prepare): Promise<string> {
  const template = nameFor(`template_${createHash('sha256').update(prepare.toString()).digest('hex').slice(0, 8)}`);
  await client.query('SELECT pg_advisory_lock(hashtext($1))', [template]);
  const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [template]);
  if (rowCount === 0) {
    const draft = `${template}_draft`;
    await client.query(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${draft} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C'`);
    await prepare(ownerUrlOf(server, draft));
    await renameWhenUnused(client, draft, template);
  }
  await client.query('SELECT pg_advisory_unlock(hashtext($1))', [template]);
  return template;
}

/** A connection that was just closed is known to the server for a moment longer. */
async function renameWhenUnused(client: pg.Client, from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query(`ALTER DATABASE ${from} RENAME TO ${to}`);
      return;
    } catch (error) {
      if (attempt === 80) throw error;
      await sleep(25);
    }
  }
}

function nameFor(suffix: string): string {
  const run = basename(process.env[RUN_DIRECTORY] ?? '');
  return `${run.replaceAll('-', '_').toLowerCase()}_${suffix}`;
}

function ownerUrlOf(server: TestServer, database: string): string {
  const url = new URL(server.administratorUrl);
  url.pathname = `/${database}`;
  url.searchParams.delete('application_name');
  return url.href;
}

function applicationUrlOf(server: TestServer, database: string): string {
  const url = new URL(ownerUrlOf(server, database));
  url.username = 'tallystick_app';
  url.password = server.applicationPassword;
  return url.href;
}

async function administer(server: TestServer, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: server.administratorUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
