import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

export interface ServingClaim {
  release(): Promise<void>;
}

/** One server per database. Arbitrary but fixed: "tally" in ASCII. */
const SERVING_LOCK = 0x74616c6c79n;
/** Short, so that the server is back before another one that waits for PostgreSQL has come up. */
const RETRY_MS = 50;

/**
 * Claims the right to serve the ledger in this database; undefined when another server holds it. A claim ends with its connection, so
 * one that is lost with PostgreSQL is made again as soon as that is back, until it is released.
 */
export async function claimServing(
  url: string,
  log: (message: string) => void = () => undefined,
): Promise<ServingClaim | undefined> {
  const name = `tallystick serve, process ${process.pid} since ${new Date().toISOString().slice(0, 19)}Z`;
  let held = await tryToClaim(url, name);
  if (held === undefined) return undefined;
  let released = false;
  const hold = (client: pg.Client): void => {
    held = client;
    client.once('end', () => {
      held = undefined;
      if (!released) void claimAgain();
    });
  };
  const claimAgain = async (): Promise<void> => {
    let isTaken = false;
    while (held === undefined) {
      const client = await tryToClaim(url, name).catch(() => 'away' as const);
      if (released) return client instanceof pg.Client ? client.end() : undefined;
      if (client instanceof pg.Client) hold(client);
      else await sleep(RETRY_MS, undefined, { ref: false });
      if (client === undefined && !isTaken) log('another server serves this data directory too; stop one of the two');
      isTaken ||= client === undefined;
    }
  };
  hold(held);
  return {
    release: async () => {
      released = true;
      await held?.end();
    },
  };
}

async function tryToClaim(url: string, name: string): Promise<pg.Client | undefined> {
  const client = await connect(url, name);
  try {
    const { rows } = await client.query<{ claimed: boolean }>('SELECT pg_try_advisory_lock($1) AS claimed', [
      SERVING_LOCK,
    ]);
    if (rows[0]?.claimed === true) return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  await client.end();
  return undefined;
}

/** Which server serves, in words ("tallystick serve, process 4711 since …"), for the message to the second one. */
export async function describeServing(url: string): Promise<string | undefined> {
  const client = await connect(url, 'tallystick asking who serves');
  try {
    const { rows } = await client.query<{ application_name: string }>(
      `SELECT application_name FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE locktype = 'advisory' AND granted AND objsubid = 1
          AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND (classid::bigint << 32 | objid::bigint) = $1`,
      [SERVING_LOCK],
    );
    return rows[0]?.application_name;
  } finally {
    await client.end();
  }
}

async function connect(url: string, applicationName: string): Promise<pg.Client> {
  // A name in the address would win over one beside it.
  const address = new URL(url);
  address.searchParams.set('application_name', applicationName);
  const client = new pg.Client({ connectionString: address.href });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
