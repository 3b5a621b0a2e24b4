import pg from 'pg';
import type {
  ClaimedPlace,
  Decide,
  DecidedAppend,
  EntryIndex,
  FillingMark,
  IndexHead,
  KeptLine,
  NumberedEntry,
} from '../../ledger/entry-index.js';
import type { Append } from '../../ledger/event-store.js';
import { connectionConfig, patiently } from './connection.js';
import { DECIDED_FOR, DECIDED_PAGE, decidedFrom, type DecidedRow } from './deciding.js';
import {
  BY_IDS,
  CLAIMS,
  entryFrom,
  FILLING,
  HEAD,
  KEPT_OF,
  LAST_REVISIONS,
  OF_STREAM,
  PAGE,
  STREAMS,
  UNKEPT,
  type NumberedRow,
} from './entry-index-questions.js';
import { IndexWriter } from './index-writing.js';
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
  readonly #writer: IndexWriter;

  constructor({ url, readConnections = 4, patienceMs = 10_000 }: EntryIndexOptions) {
    this.#url = url;
    this.#patienceMs = patienceMs;
    this.#readers = new pg.Pool({ ...connectionConfig(url), max: readConnections, query_timeout: QUERY_TIMEOUT_MS });
    // The pool replaces a connection that broke while idle; unheard, the event would end the process.
    this.#readers.on('error', () => undefined);
    this.#writer = new IndexWriter(url, patienceMs);
  }

  async open(): Promise<void> {
    const own = { name: 'index-own-entries', text: 'SELECT FROM ledger.entries LIMIT 1' };
    const rows = await this.#rows<object>(own, []);
    if (rows.length === 0) return;
    throw new Error(
      'The database of DATABASE_URL holds entries of its own, so EVENTSTORE_URL cannot be used with it. Take EVENTSTORE_URL away, or ' +
        'use another database.',
    );
  }

  claim(append: Append): ReturnType<EntryIndex['claim']> {
    return this.#writer.claiming.claim(append);
  }

  reclaim(append: Append, earlier: ClaimedPlace): Promise<boolean> {
    return this.#writer.reclaim(append, earlier);
  }

  async claims(ids: readonly string[]): Promise<ReadonlyMap<string, ClaimedPlace>> {
    const rows = await this.#rows<ClaimedPlace & { id: string }>(CLAIMS, [ids]);
    return new Map(rows.map(({ id, stream, revision }) => [id, { stream, revision }]));
  }

  deciding<T>(work: (decide: Decide) => Promise<T>): Promise<T> {
    return this.#writer.deciding(work);
  }

  async decided(after: number, limit: number): Promise<readonly DecidedAppend[]> {
    return (await this.#rows<DecidedRow>(DECIDED_PAGE, [after, limit])).map(decidedFrom);
  }

  async decidedFor(streams: readonly string[]): Promise<readonly DecidedAppend[]> {
    return (await this.#rows<DecidedRow>(DECIDED_FOR, [streams])).map(decidedFrom);
  }

  carriedOut(ordinals: readonly number[]): Promise<void> {
    return this.#writer.carriedOut(ordinals);
  }

  async head(): Promise<IndexHead> {
    const [row] = await this.#rows<{ next: number; commit: string; prepare: string }>(HEAD, []);
    if (row === undefined) throw new Error('ledger.numbered_head has no row');
    const position = { commit: BigInt(row.commit), prepare: BigInt(row.prepare) };
    return { next: row.next, position: row.next === 0 ? undefined : position };
  }

  get filling(): FillingMark {
    return {
      occupancy: async () => {
        const [row] = await this.#rows<{ entries: number; moving_in: string | null }>(FILLING, []);
        if (row === undefined) throw new Error('ledger.numbered_head has no row');
        return { entries: row.entries, movingIn: row.moving_in ?? undefined };
      },
      begin: (sha256) => this.#writer.beginFilling(sha256),
      finish: (sha256, entries) => this.#writer.finishFilling(sha256, entries),
    };
  }

  async page(after: number, limit: number): Promise<readonly NumberedEntry[]> {
    return (await this.#rows<NumberedRow>(PAGE, [after, limit])).map(entryFrom);
  }

  async ofStream(stream: string, fromRevision: number): Promise<readonly NumberedEntry[]> {
    return (await this.#rows<NumberedRow>(OF_STREAM, [stream, fromRevision])).map(entryFrom);
  }

  keep(lines: readonly KeptLine[]): Promise<void> {
    return this.#writer.keep(lines);
  }

  async keptOf(stream: string, fromRevision: number): ReturnType<EntryIndex['keptOf']> {
    const rows = await this.#rows<{ entry: number; sha256: string; line: string | null }>(KEPT_OF, [
      stream,
      fromRevision,
    ]);
    return rows.map(({ line, ...entry }) => ({ ...entry, line: line ?? undefined }));
  }

  async unkept(beginning: string): Promise<readonly NumberedEntry[]> {
    return (await this.#rows<NumberedRow>(UNKEPT, [beginning])).map(entryFrom);
  }

  async lastRevisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.#rows<{ stream: string; revision: number }>(LAST_REVISIONS, [streams]);
    return new Map(rows.map(({ stream, revision }) => [stream, revision]));
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

  number(entries: readonly NumberedEntry[]): Promise<void> {
    return this.#writer.number(entries);
  }

  async close(): Promise<void> {
    await this.#writer.close();
    await this.#readers.end();
  }

  async #rows<Row extends object>(question: { name: string; text: string }, values: unknown[]): Promise<Row[]> {
    return patiently(
      this.#patienceMs,
      async () => (await this.#readers.query<Row & pg.QueryResultRow>({ ...question, values })).rows,
    );
  }
}
