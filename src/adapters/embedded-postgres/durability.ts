import pg from 'pg';
import type { Places } from './places.js';

const REQUIRED = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'] as const;

/**
 * Refuses a server that may lose or damage what it has acknowledged. Asked as the application, because settings can
 * differ by role.
 */
export async function assertDurable(applicationUrl: string, places: Places): Promise<void> {
  const wrong: string[] = [];
  await withClient(applicationUrl, async (client) => {
    for (const name of REQUIRED) {
      const { rows } = await client.query<{ value: string }>('SELECT current_setting($1) AS value', [name]);
      const value = rows[0]?.value ?? 'unknown';
      if (value !== 'on') wrong.push(`${name}=${value}`);
    }
  });
  if (wrong.length === 0) return;
  throw new Error(
    `PostgreSQL in ${places.cluster} runs with ${wrong.join(' and ')}: a power cut could lose or damage entries that were already acknowledged. ` +
      `Take ${wrong.length === 1 ? 'that setting' : 'those settings'} out of ${places.cluster}/postgresql.auto.conf (or ALTER ROLE … RESET), and start again.` +
      (wrong.some((setting) => setting.startsWith('data_checksums'))
        ? ' Checksums are switched on by pg_checksums --enable while PostgreSQL is stopped.'
        : ''),
  );
}

/** Creates what migrations need to find: the database and the application's login role, both only if absent. */
export async function ensureDatabase(administratorUrl: string, applicationPassword: string): Promise<void> {
  await withClient(administratorUrl, async (client) => {
    const role = await client.query(`SELECT FROM pg_roles WHERE rolname = 'tallystick_app'`);
    if (role.rowCount === 0) {
      const password = pg.escapeLiteral(applicationPassword);
      await client.query(`CREATE ROLE tallystick_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD ${password}`);
    }
    const database = await client.query(`SELECT FROM pg_database WHERE datname = 'tallystick'`);
    if (database.rowCount === 0) await client.query('CREATE DATABASE tallystick');
  });
}

async function withClient(connectionString: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
