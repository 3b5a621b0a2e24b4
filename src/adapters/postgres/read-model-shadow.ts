import type pg from 'pg';
import { RebuildUnderWay, type Shadow } from '../../ledger/read-model.js';
import { connect, connectionConfig, discard } from './connection.js';
import { LIVE, LOCKS, NEXT, OLD, tablesOf } from './read-model-schema.js';
import { applyAdvance, listedIn } from './read-model-writing.js';

/** Figures can be folded again, so nothing waits for them to reach the disk; PostgreSQL keeps the order of commits either way. */
export const FIGURES_CAN_BE_REMADE = { synchronous_commit: 'off' };

/** Enough for the first questions, from a small sample; autovacuum looks closer within the minute. */
const ROUGHLY = 'SET default_statistics_target = 10;';

/** Readers of the old figures are waited for at most this long; what is left of them then goes with the next rebuild. */
const OLD_READERS = '10s';

/** Makes an empty read model beside the live one. One rebuild at a time, held by a lock that ends with its connection. */
export async function openShadow(url: string): Promise<Shadow> {
  const client = await connect(connectionConfig(url, FIGURES_CAN_BE_REMADE));
  try {
    await startBuilding(client);
  } catch (error) {
    discard(client);
    throw error;
  }
  return {
    apply: (advance) => applyAdvance(client, NEXT, advance),
    listed: (ids) => listedIn(client, NEXT, ids),
    swap: async (catchUp) => {
      await client.query(`${ROUGHLY} ANALYZE ${NEXT}.totals, ${NEXT}.outcomes, ${NEXT}.figures`);
      await catchUp();
      await takePlace(url, catchUp);
      await client
        .query(`SET lock_timeout = '${OLD_READERS}'; DROP SCHEMA IF EXISTS ${OLD} CASCADE`)
        .catch(() => undefined);
      await client.end();
    },
    discard: async () => {
      await client.query(`DROP SCHEMA IF EXISTS ${NEXT} CASCADE`).catch(() => undefined);
      await client.end().catch(() => undefined);
    },
  };
}

async function startBuilding(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ alone: boolean }>(`SELECT pg_try_advisory_lock(${LOCKS.rebuild}) AS alone`);
  if (rows[0]?.alone !== true) throw new RebuildUnderWay('The figures are being rebuilt already.');
  await client.query('SET client_min_messages = warning');
  await client.query(`DROP SCHEMA IF EXISTS ${NEXT} CASCADE; DROP SCHEMA IF EXISTS ${OLD} CASCADE; ${tablesOf(NEXT)}`);
}

/**
 * The live projector waits at the row of its checkpoint. Once both schemas have changed names it finds the row superseded, writes
 * nothing, and looks again. Readers never wait: renaming a schema locks none of its tables.
 */
async function takePlace(url: string, catchUp: () => Promise<void>): Promise<void> {
  const client = await connect(connectionConfig(url));
  try {
    await client.query('BEGIN');
    await client.query(`SELECT pg_advisory_xact_lock(${LOCKS.schema})`);
    await client.query(`UPDATE ${LIVE}.checkpoint SET superseded = true`);
    await catchUp();
    await client.query(`ALTER SCHEMA ${LIVE} RENAME TO ${OLD}; ALTER SCHEMA ${NEXT} RENAME TO ${LIVE}; COMMIT`);
  } finally {
    // Ending the connection undoes what was not committed.
    await client.end().catch(() => undefined);
  }
}
