import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { migrate } from '../../src/adapters/postgres/migrate.js';
import { makeDatabase, type Place } from './place.js';
import { compare, median, type Measured } from './rounds.js';

const WRITERS = [32, 128];
const POOL_SIZES = [4, 8, 16, 32];
const ROUND_MS = 1_500;
const PADDING = 'ä1"\\,'.repeat(120);

interface Row {
  readonly id: string;
  readonly stream: string;
  readonly line: string;
}
type Write = (row: Row) => Promise<unknown>;

/** Appending through the port against plain parallel INSERTs, by a pool at its best size, into an equally indexed table. */
export async function* benchAppend(place: Place): AsyncGenerator<Measured> {
  const url = await makeDatabase(place, 'bench_append');
  await migrate(url, () => undefined);
  const owner = new pg.Pool({ connectionString: url, max: 1 });
  await owner.query(PEER_TABLE);
  const store = await openPostgresEventStore({ url });
  const append: Write = async ({ stream, id, line }) => {
    const { kind } = await store.append({ stream, expectedRevision: -1, lines: [{ id, line }] });
    if (kind !== 'appended') throw new Error(kind);
  };
  const pools = POOL_SIZES.map((max) => new pg.Pool({ connectionString: url, max }));
  for (const writers of WRITERS) {
    const best = await bestPool(pools, writers);
    const what = {
      what: `append through the port, ${writers} writers`,
      against: `plain INSERT by a pool of ${best.options.max}`,
    };
    yield await compare(
      { ...what, atLeast: 2, unit: 'entries', pairs: 8 },
      () => counted(writers, append, owner, 'ledger.entries'),
      () => counted(writers, insertBy(best), owner, 'public.peer'),
    );
  }
  await Promise.all([...pools, owner].map((pool) => pool.end()));
  await store.close();
}

async function bestPool(pools: readonly pg.Pool[], writers: number): Promise<pg.Pool> {
  const tried = [];
  for (const pool of pools) {
    const rates = [
      await round(writers, insertBy(pool)),
      await round(writers, insertBy(pool)),
      await round(writers, insertBy(pool)),
    ];
    tried.push({ pool, rate: median(rates) });
  }
  return tried.reduce((one, other) => (other.rate > one.rate ? other : one)).pool;
}

/** A round whose rows are counted before and after, and whose numbers are looked through for gaps. */
async function counted(
  writers: number,
  write: Write,
  owner: pg.Pool,
  table: 'ledger.entries' | 'public.peer',
): Promise<number> {
  const before = await count(owner, table);
  let written = 0;
  const rate = await round(writers, (row) => write(row).then(() => (written += 1)));
  const after = await count(owner, table);
  if (after.rows - before.rows !== written)
    throw new Error(`${written} acknowledged, ${after.rows - before.rows} there`);
  if (table === 'ledger.entries' && after.last !== after.rows - 1)
    throw new Error(`${after.rows} entries, the last is ${after.last}`);
  return rate;
}

async function count(owner: pg.Pool, table: string): Promise<{ readonly rows: number; readonly last: number }> {
  const { rows } = await owner.query<{ rows: string; last: string }>(
    `SELECT count(*) AS rows, coalesce(max(entry), -1) AS last FROM ${table}`,
  );
  return { rows: parseInt(rows[0]?.rows ?? '', 10), last: parseInt(rows[0]?.last ?? '', 10) };
}

/** Writes a second with this many writers, each sending its next line when the last is acknowledged. */
async function round(writers: number, write: Write): Promise<number> {
  const begun = performance.now();
  let written = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() - begun < ROUND_MS) {
      const id = randomUUID();
      await write({ id, stream: `outcome-${id}`, line: `{"id":"${id}","text":"${PADDING}"}` });
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: writers }, writer));
  return (1000 * written) / (performance.now() - begun);
}

function insertBy(pool: pg.Pool): Write {
  const query = {
    name: 'insert',
    text: 'INSERT INTO public.peer (stream, revision, id, line) VALUES ($1, 0, $2, $3) RETURNING entry',
  };
  return ({ stream, id, line }) => pool.query({ ...query, values: [stream, id, line] });
}

const PEER_TABLE = `
  CREATE TABLE public.peer (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text COLLATE "C" NOT NULL, revision integer NOT NULL,
    id uuid NOT NULL UNIQUE, line text NOT NULL, UNIQUE (stream, revision)
  )`;
