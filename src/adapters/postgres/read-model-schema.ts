import type { ClientBase } from 'pg';
import { READ_MODEL_VERSION } from '../../ledger/read-model.js';

/** The read model that questions are put to; a rebuild fills the next one and then renames both. */
export const LIVE = 'projection';
export const NEXT = 'projection_next';
export const OLD = 'projection_old';

/** Session or transaction locks, in a key space of this program's own (the first number). */
export const LOCKS = { schema: '842119,1', leader: '842119,2', rebuild: '842119,3', indexer: '842119,4' } as const;

/**
 * The tables of a read model, as DDL. Text is compared as bytes, so that rows come in the same order as in TypeScript. A sum may be
 * larger than any of its amounts, so it is `numeric`: it cannot overflow. Free space in each page keeps updates off the indexes. No
 * question looks into `state`, so nothing is gathered about it. Rows come in the order of `first_entry`, so its indexes grow at their
 * end, which is cheaper than making them when a rebuild is done and everybody waits.
 */
export function tablesOf(schema: string): string {
  const slug = 'text COLLATE "C" NOT NULL';
  return `
    CREATE SCHEMA ${schema};
    CREATE TABLE ${schema}.checkpoint (
      version integer NOT NULL,
      entry bigint NOT NULL,
      known_at text,
      stopped_because text,
      superseded boolean NOT NULL DEFAULT false
    ) WITH (fillfactor = 20);
    CREATE UNIQUE INDEX checkpoint_is_one_row ON ${schema}.checkpoint ((true));
    INSERT INTO ${schema}.checkpoint (version, entry) VALUES (${READ_MODEL_VERSION}, -1);
    CREATE TABLE ${schema}.totals (
      collaboration ${slug}, measure ${slug}, month ${slug}, force ${slug}, unit ${slug}, grade ${slug}, labels ${slug},
      amount numeric NOT NULL,
      PRIMARY KEY (collaboration, measure, month, force, unit, grade, labels)
    ) WITH (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.1);
    CREATE TABLE ${schema}.outcomes (
      id uuid PRIMARY KEY,
      collaboration ${slug}, kind ${slug}, unit ${slug}, occurred_on ${slug},
      first_entry bigint NOT NULL, entry bigint NOT NULL, revision integer NOT NULL,
      forces text[] COLLATE "C" NOT NULL, measures text[] COLLATE "C" NOT NULL,
      state text NOT NULL
    ) WITH (fillfactor = 95);
    CREATE INDEX ON ${schema}.outcomes (first_entry);
    CREATE INDEX ON ${schema}.outcomes (collaboration, first_entry);
    ALTER TABLE ${schema}.outcomes ALTER state SET STATISTICS 0;
    CREATE TABLE ${schema}.figures (id uuid PRIMARY KEY, collaboration ${slug}, entry bigint NOT NULL, figure text NOT NULL);
    CREATE INDEX ON ${schema}.figures (collaboration, entry);`;
}

/** Makes the live read model if there is none. Any number of processes may do so at once. */
export async function ensureSchema(client: ClientBase): Promise<void> {
  await client.query('BEGIN');
  await client.query(`SELECT pg_advisory_xact_lock(${LOCKS.schema})`);
  const { rows } = await client.query<{ there: boolean }>(
    `SELECT to_regclass('${LIVE}.checkpoint') IS NOT NULL AS there`,
  );
  if (rows[0]?.there !== true) await client.query(tablesOf(LIVE));
  await client.query('COMMIT');
}
