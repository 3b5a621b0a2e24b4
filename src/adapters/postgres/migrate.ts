import pg from 'pg';
import { pendingMigrations, readMigrations } from './migration-files.js';
import type { AppliedMigration, Migration } from './migration-files.js';

/** Any number that nothing else in this database locks; the lock makes copies that start together take turns. */
const MIGRATING = 7_411_915_001;

/**
 * Brings the database to what this program needs. Each file runs in a transaction of its own, once; starting with nothing to
 * do changes nothing. A login that may not migrate is enough when there is nothing to do. Refuses a database that a newer program has migrated, and files that changed after they were applied.
 */
export async function migrate(ownerUrl: string, log: (message: string) => void): Promise<void> {
  const known = await readMigrations();
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'tallystick migrate' });
  // Without a listener a connection that breaks while idle would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATING]);
    await assertUtf8(client);
    if (await mayOnlyLook(client)) {
      assertMigrated(pendingMigrations(known, await readApplied(client)));
      return;
    }
    for (const migration of pendingMigrations(known, await appliedMigrations(client))) {
      await apply(client, migration);
      log(`Database migrated: ${migration.name}`);
    }
    // The application may see whether the database is of its version when it logs in as no more than itself.
    await client.query('GRANT SELECT ON ledger.migrations TO tallystick_app');
    await grantCreate(client);
    await grantRole(client);
  } finally {
    await client.end();
  }
}

async function assertUtf8(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ encoding: string }>(`SELECT current_setting('server_encoding') AS encoding`);
  if (rows[0]?.encoding === 'UTF8') return;
  throw new Error(
    `The database's encoding is ${rows[0]?.encoding ?? 'unknown'}. It must be UTF8, or lines would not come back as written.`,
  );
}

async function appliedMigrations(client: pg.Client): Promise<readonly AppliedMigration[]> {
  await client.query(`
    CREATE SCHEMA IF NOT EXISTS ledger;
    CREATE TABLE IF NOT EXISTS ledger.migrations (
      name text COLLATE "C" PRIMARY KEY, sha256 text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now()
    )`);
  return readApplied(client);
}

async function readApplied(client: pg.Client): Promise<readonly AppliedMigration[]> {
  const { rows } = await client.query<AppliedMigration>('SELECT name, sha256 FROM ledger.migrations ORDER BY name');
  return rows;
}

/** Whether the database was migrated by its owner, and this login has no right to change it: the application's own. */
async function mayOnlyLook(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ looks: boolean }>(
    `SELECT has_schema_privilege('ledger', 'USAGE') AND NOT has_schema_privilege('ledger', 'CREATE') AS looks
     FROM pg_namespace WHERE nspname = 'ledger'`,
  );
  return rows[0]?.looks === true;
}

function assertMigrated(pending: readonly Migration[]): void {
  if (pending.length === 0) return;
  const names = pending.map(({ name }) => name).join(', ');
  throw new Error(
    `The database lacks ${names}, and the login of DATABASE_URL may not migrate it. Run "tallystick migrate" as its owner first.`,
  );
}

async function apply(client: pg.Client, { name, sql, sha256 }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(sql);
    await client.query('INSERT INTO ledger.migrations (name, sha256) VALUES ($1, $2)', [name, sha256]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw new Error(`Migration ${name} failed; the database is as it was before it.`, { cause: error });
  }
}

/**
 * The application makes and swaps the schemas of its projections itself. At every start and not in a migration, because
 * rights on a database are lost when it is restored from a dump or copied from a template.
 */
async function grantCreate(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ database: string; granted: boolean }>(
    `SELECT current_database() AS database, has_database_privilege('tallystick_app', current_database(), 'CREATE') AS granted`,
  );
  const [answer] = rows;
  if (answer === undefined || answer.granted) return;
  await client.query(`GRANT CREATE ON DATABASE ${client.escapeIdentifier(answer.database)} TO tallystick_app`);
}

/** The application works in its own role, also where it has no login of its own: then the owner's has to be allowed to take that role on. */
async function grantRole(client: pg.Client): Promise<void> {
  if (await canTakeRole(client)) return;
  await client.query('GRANT tallystick_app TO CURRENT_USER').catch((cause: unknown) => {
    const advice = `Let an administrator of the server run: GRANT tallystick_app TO ${client.escapeIdentifier(client.user ?? '')}`;
    throw new Error(`The login of DATABASE_URL may not act as tallystick_app. ${advice}`, { cause });
  });
}

async function canTakeRole(client: pg.Client): Promise<boolean> {
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL ROLE tallystick_app');
    return true;
  } catch {
    return false;
  } finally {
    await client.query('ROLLBACK');
  }
}
