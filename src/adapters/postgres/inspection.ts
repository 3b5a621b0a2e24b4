import type pg from 'pg';
import type { Finding, Inspectable } from '../../ledger/inspection.js';
import { connect, connectionConfig } from './connection.js';
import { unsafeSettings } from './durability.js';
import { pendingMigrations, readMigrations, type AppliedMigration } from './migration-files.js';

type Look = (client: pg.Client) => Promise<Finding>;

/** Looks at the PostgreSQL of the application with the application's own role: version, durability, checksums and rights. */
export function inspectPostgres(applicationUrl: string): Inspectable {
  const looks = [inspectServer, inspectDurability, inspectChecksums, inspectRights, inspectWholeness];
  return { about: 'database', inspect: () => lookThrough(connectionConfig(applicationUrl), looks) };
}

/** Looks at the migrations, which only the owner sees. */
export function inspectMigrations(ownerUrl: string): Inspectable {
  return { about: 'migrations', inspect: () => lookThrough({ connectionString: ownerUrl }, [lookAtMigrations]) };
}

async function lookThrough(config: pg.ClientConfig, looks: readonly Look[]): Promise<readonly Finding[]> {
  let client: pg.Client;
  try {
    client = await connect(config);
  } catch (error) {
    return [unreachable(error)];
  }
  try {
    const findings: Finding[] = [];
    for (const look of looks) findings.push(await look(client));
    return findings;
  } finally {
    await client.end();
  }
}

function unreachable(error: unknown): Finding {
  const advice =
    'check that the server runs and that DATABASE_URL names it; with a new server run "tallystick migrate" first';
  return { about: 'database', state: 'failing', found: `does not let us in: ${String(error)}`, advice };
}

const OLDEST_VERSION = 150_000;

async function inspectServer(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ number: string; version: string }>(
    `SELECT current_setting('server_version_num') AS number, current_setting('server_version') AS version`,
  );
  const [{ number, version } = { number: '0', version: 'unknown' }] = rows;
  if (parseInt(number, 10) >= OLDEST_VERSION)
    return { about: 'database', state: 'well', found: `PostgreSQL ${version}` };
  return { about: 'database', state: 'failing', found: `PostgreSQL ${version}`, advice: 'use PostgreSQL 15 or newer' };
}

async function inspectDurability(client: pg.Client): Promise<Finding> {
  const unsafe = await unsafeSettings(client);
  if (unsafe.length === 0)
    return { about: 'durability', state: 'well', found: 'fsync, synchronous_commit and full_page_writes are on' };
  const advice = 'set them to "on" in postgresql.conf and reload; until then nothing is written';
  return { about: 'durability', state: 'failing', found: unsafe.join(', '), advice };
}

async function inspectChecksums(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ setting: string }>(`SELECT current_setting('data_checksums') AS setting`);
  if (rows[0]?.setting === 'on') return { about: 'data checksums', state: 'well', found: 'on' };
  const advice = 'stop the server and run "pg_checksums --enable": a disk that rots is noticed then';
  return { about: 'data checksums', state: 'warning', found: 'off', advice };
}

async function inspectRights(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ login: string; strong: boolean }>(
    `SELECT session_user AS login, rolsuper OR pg_has_role(session_user, tableowner, 'USAGE') AS strong
     FROM pg_roles, pg_tables WHERE rolname = session_user AND schemaname = 'ledger' AND tablename = 'entries'`,
  );
  const [row] = rows;
  if (row === undefined) {
    return {
      about: 'rights',
      state: 'failing',
      found: 'there is no table of entries',
      advice: 'run "tallystick migrate"',
    };
  }
  if (!row.strong)
    return { about: 'rights', state: 'well', found: `${row.login} can read entries and append, and nothing else` };
  const advice = 'give tallystick_app a password and log in as it; keep the owner for "tallystick migrate"';
  return {
    about: 'rights',
    state: 'warning',
    found: `${row.login} owns the table of entries, and could drop its guards`,
    advice,
  };
}

async function inspectWholeness(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ moving_in: string | null }>(
    'SELECT coalesce(here.moving_in, numbered.moving_in) AS moving_in FROM ledger.head AS here, ledger.numbered_head AS numbered',
  );
  const sha256 = rows[0]?.moving_in ?? undefined;
  if (sha256 === undefined) return { about: 'wholeness', state: 'well', found: 'the ledger is not half of an import' };
  return {
    about: 'wholeness',
    state: 'failing',
    found: `the ledger is being filled from the export with the SHA-256 ${sha256} and is not whole yet`,
    advice: 'run "tallystick import-ledger" with that export again: it goes on where it stopped',
  };
}

async function lookAtMigrations(client: pg.Client): Promise<Finding> {
  try {
    const { rows } = await client.query<AppliedMigration>('SELECT name, sha256 FROM ledger.migrations ORDER BY name');
    const pending = pendingMigrations(await readMigrations(), rows);
    if (pending.length === 0) return { about: 'migrations', state: 'well', found: `all ${rows.length} applied` };
    const names = pending.map(({ name }) => name).join(', ');
    return {
      about: 'migrations',
      state: 'failing',
      found: `not applied yet: ${names}`,
      advice: 'run "tallystick migrate"',
    };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return {
      about: 'migrations',
      state: 'failing',
      found,
      advice: 'run "tallystick migrate" as the owner, with the program that fits',
    };
  }
}
