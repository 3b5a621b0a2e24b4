import { createHash } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.js';
import { KAFKA_FILE, keepKafka, type FoundKafka } from './kafka/keeping.js';
import { SERVER_FILE } from './postgres-run.js';
import type { TestServer } from './postgres-run.js';

// Keeps the test server for one run of jest, and the broker once a suite wants it. Its input ends with that run, however the run ends, and then it clears up.
const [directory = ''] = process.argv.slice(2);
const given = process.env['TEST_DATABASE_URL'];
const existing = given === '' ? undefined : given;

interface Kept {
  readonly server: TestServer;
  release(): Promise<void>;
}

async function keepEmbedded(): Promise<Kept> {
  const postgres = await openEmbeddedPostgres({ dataDir: join(directory, 'data'), log: () => undefined });
  const administrator = new URL(postgres.ownerUrl);
  administrator.pathname = '/postgres';
  const { password } = new URL(postgres.applicationUrl);
  return {
    server: { administratorUrl: administrator.href, applicationPassword: password },
    release: () => postgres.release(),
  };
}

/** Gives `tallystick_app` of that server a password for the tests, and drops afterwards what this run has made. */
async function keepExisting(url: string): Promise<Kept> {
  const applicationPassword = createHash('sha256').update(`tallystick_app ${url}`).digest('hex');
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rowCount } = await client.query(`SELECT FROM pg_roles WHERE rolname = 'tallystick_app'`);
  await client.query(
    `${rowCount === 0 ? 'CREATE' : 'ALTER'} ROLE tallystick_app LOGIN PASSWORD '${applicationPassword}'`,
  );
  return {
    server: { administratorUrl: url, applicationPassword },
    release: async () => {
      const { rows } = await client.query<{ datname: string }>(
        'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
        [`${basename(directory).replaceAll('-', '_').toLowerCase()}_`],
      );
      for (const { datname } of rows) await client.query(`DROP DATABASE ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
      await client.end();
    },
  };
}

async function publish(file: string, content: TestServer | FoundKafka | { failure: string }): Promise<void> {
  const draft = join(directory, `${file}.new`);
  await writeFile(draft, JSON.stringify(content), { mode: 0o600 });
  await rename(draft, join(directory, file));
}

/** Whoever waits has to be told. */
function publishFailure(file: string, error: unknown): Promise<void> {
  return publish(file, { failure: error instanceof Error ? error.message : String(error) });
}

async function keep(): Promise<Kept | undefined> {
  try {
    const kept = existing === undefined ? await keepEmbedded() : await keepExisting(existing);
    await publish(SERVER_FILE, kept.server);
    return kept;
  } catch (error) {
    await publishFailure(SERVER_FILE, error);
    return undefined;
  }
}

const runEnds = new Promise<void>((resolve) => {
  process.stdin.once('close', resolve).once('end', resolve).resume();
  // Not "once": a library that heeds the signal too ends the process when it finds itself the only one.
  process.on('SIGTERM', resolve);
});
// The whole terminal gets an interrupt; the run's end is what counts here.
process.on('SIGINT', () => undefined);
const keepingKafka = keepKafka(directory, runEnds, (found) => publish(KAFKA_FILE, found)).catch((error: unknown) =>
  publishFailure(KAFKA_FILE, error),
);
const kept = await keep();
await runEnds;
await Promise.all([kept?.release(), keepingKafka]);
await rm(directory, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
process.exit(0);
