import pg from 'pg';
import {
  CannotFollow,
  type ClaimedPlace,
  type EntryIndex,
  type IndexHead,
  type NumberedEntry,
} from '../../ledger/entry-index.js';
import type { Append } from '../../ledger/event-store.js';
import { NotTheLeader } from '../../ledger/read-model.js';
import { Claiming } from './claiming.js';
import { connectionConfig, patiently } from './connection.js';
import { assertDurable } from './durability.js';
import {
  BY_IDS,
  CLAIMS,
  entryFrom,
  HEAD,
  OF_STREAM,
  PAGE,
  STREAMS,
  type NumberedRow,
} from './entry-index-questions.js';
import { takeLead } from './read-model-leader.js';
import { LOCKS } from './read-model-schema.js';

export interface EntryIndexOptions {
  /** Of the role `tallystick_app`, to a migrated database. */
  readonly url: string;
  readonly readConnections?: number;
  /** How long a call puts up with a server that does not answer before it gives up with `StoreAway`. */
  readonly patienceMs?: number;
}

const QUERY_TIMEOUT_MS = 60_000;
const LOST_THE_HEAD = 'TL001';
const CANNOT_FOLLOW = 'TL002';
const UNIQUE_VIOLATION = '23505';

/**
 * The index in PostgreSQL of entries that live elsewhere. Refuses a database that holds entries of its own: their numbers would
 * be given twice.
 */
export async function openEntryIndex(options: EntryIndexOptions): Promise<EntryIndex> {
  const index = new PostgresEntryIndex(options);
  try {
    await index.open();
  } catch (error) {
    await index.close();
    throw error;
  }
  return index;
}

class PostgresEntryIndex implements EntryIndex {
  readonly #url: string;
  readonly #patienceMs: number;
  readonly #readers: pg.Pool;
  readonly #writers: pg.Pool;
  readonly #claiming: Claiming;
  /** Connections on which nothing that is acknowledged can be lost. */
  readonly #durable = new WeakSet<pg.PoolClient>();

  constructor({ url, readConnections = 4, patienceMs = 10_000 }: EntryIndexOptions) {
    this.#url = url;
    this.#patienceMs = patienceMs;
    this.#readers = poolOf({ ...connectionConfig(url), max: readConnections, query_timeout: QUERY_TIMEOUT_MS });
    this.#writers = poolOf({ ...connectionConfig(url), max: 2, query_timeout: QUERY_TIMEOUT_MS });
    this.#claiming = new Claiming((claim) => patiently(patienceMs, () => this.#writing(claim)));
  }

  async open(): Promise<void> {
    const own = { name: 'index-own-entries', text: 'SELECT FROM ledger.entries LIMIT 1' };
    const rows = await this.#rows<object>(own, []);
    if (rows.length === 0) return;
    throw new Error(
      'The database of DATABASE_URL holds entries of its own, so EVENTSTORE_URL cannot be used with it. Take EVENTSTORE_URL away, or ' +
        'use another database and move the ledger: "tallystick export" here, "tallystick import-ledger" there.',
    );
  }

  claim(append: Append): ReturnType<EntryIndex['claim']> {
    return this.#claiming.claim(append);
  }

  async reclaim({ stream, expectedRevision, lines }: Append, earlier: ClaimedPlace): Promise<boolean> {
    const text = 'SELECT ledger.reclaim($1, $2, $3, $4, $5) AS moved';
    const values = [lines.map(({ id }) => id), earlier.stream, earlier.revision, stream, expectedRevision + 1];
    const { rows } = await this.#writing((client) => client.query<{ moved: boolean }>(text, values));
    return rows[0]?.moved === true;
  }

  async claims(ids: readonly string[]): Promise<ReadonlyMap<string, ClaimedPlace>> {
    const rows = await this.#rows<ClaimedPlace & { id: string }>(CLAIMS, [ids]);
    return new Map(rows.map(({ id, stream, revision }) => [id, { stream, revision }]));
  }

  async head(): Promise<IndexHead> {
    const [row] = await this.#rows<{ next: number; commit: string; prepare: string }>(HEAD, []);
    if (row === undefined) throw new Error('ledger.numbered_head has no row');
    const position = { commit: BigInt(row.commit), prepare: BigInt(row.prepare) };
    return { next: row.next, position: row.next === 0 ? undefined : position };
  }

  async page(after: number, limit: number): Promise<readonly NumberedEntry[]> {
    return (await this.#rows<NumberedRow>(PAGE, [after, limit])).map(entryFrom);
  }

  async ofStream(stream: string, fromRevision: number): Promise<readonly NumberedEntry[]> {
    return (await this.#rows<NumberedRow>(OF_STREAM, [stream, fromRevision])).map(entryFrom);
  }

  async byIds(ids: readonly string[]): Promise<readonly NumberedEntry[]> {
    return ids.length === 0 ? [] : (await this.#rows<NumberedRow>(BY_IDS, [ids])).map(entryFrom);
  }

  async streamsOf(category: string): Promise<readonly string[]> {
    const rows = await this.#rows<{ stream: string }>(STREAMS, [category]);
    // PostgreSQL orders by bytes, which differs from code units beyond the first 65,536 characters.
    return rows.map(({ stream }) => stream).sort();
  }

  lead(): ReturnType<EntryIndex['lead']> {
    return takeLead(this.#url, LOCKS.indexer);
  }

  /** Never repeated: when the answer was lost, the head says whether it was done. */
  async number(entries: readonly NumberedEntry[]): Promise<void> {
    try {
      await this.#writing((client) =>
        client.query({
          name: 'index-number',
          text: 'SELECT ledger.number($1, $2, $3, $4, $5, $6, $7)',
          values: numberParameters(entries),
        }),
      );
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === LOST_THE_HEAD) throw new NotTheLeader('Another copy numbered entries meanwhile.', { cause: error });
      if (code !== CANNOT_FOLLOW && code !== UNIQUE_VIOLATION) throw error;
      const why = code === UNIQUE_VIOLATION ? 'an id or a revision is there twice' : (error as Error).message;
      throw new CannotFollow(`entries ${entries[0]?.entry ?? '?'} and on cannot be numbered: ${why}`, { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.#claiming.close();
    await Promise.all([this.#readers.end(), this.#writers.end()]);
  }

  async #rows<Row extends object>(question: { name: string; text: string }, values: unknown[]): Promise<Row[]> {
    return patiently(
      this.#patienceMs,
      async () => (await this.#readers.query<Row & pg.QueryResultRow>({ ...question, values })).rows,
    );
  }

  async #writing<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.#writers.connect();
    try {
      if (!this.#durable.has(client)) await assertDurable(client);
      this.#durable.add(client);
      const result = await work(client);
      client.release();
      return result;
    } catch (error) {
      // Also after an error of the server's own: a new connection is cheap, and nothing of the old one can surprise us.
      client.release(true);
      throw error;
    }
  }
}

function numberParameters(entries: readonly NumberedEntry[]): unknown[] {
  return [
    entries[0]?.entry,
    entries.map(({ stream }) => stream).join('\n'),
    entries.map(({ revision }) => revision),
    entries.map(({ id }) => id),
    entries.map(({ position }) => position.commit),
    entries.map(({ position }) => position.prepare),
    entries.map(({ sha256 }) => sha256).join('\n'),
  ];
}

function poolOf(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(config);
  // Whoever uses a connection that breaks learns of it from the answer; unheard, these events would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
