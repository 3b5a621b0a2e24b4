import pg from 'pg';
import type { StoredLine } from '../../ledger/event-store.js';
import { connectionConfig, patiently } from './connection.js';

const PAGE = {
  name: 'ledger-page',
  text: 'SELECT entry, line FROM ledger.entries WHERE entry > $1 ORDER BY entry LIMIT $2',
} as const;
const STREAM = {
  name: 'ledger-stream',
  text: 'SELECT entry, line FROM ledger.entries WHERE stream = $1 AND revision >= $2 ORDER BY revision',
} as const;
const BY_IDS = {
  name: 'ledger-by-ids',
  text: 'SELECT entry, line FROM ledger.entries WHERE id = ANY ($1) ORDER BY entry',
} as const;
const STREAMS = {
  name: 'ledger-streams',
  // The full stop follows the hyphen in ASCII, so this is every name that starts with the category and a hyphen.
  text: `SELECT stream FROM ledger.entries WHERE stream >= $1 || '-' AND stream < $1 || '.' AND revision = 0 ORDER BY stream`,
} as const;
const HEAD = { name: 'ledger-head', text: 'SELECT next - 1 AS head FROM ledger.head' } as const;

const ELSEWHERE = {
  name: 'ledger-elsewhere',
  text: 'SELECT next > 0 OR moving_in IS NOT NULL AS elsewhere FROM ledger.numbered_head',
} as const;

/** A server that vanished without a word never answers. */
const QUERY_TIMEOUT_MS = 60_000;

/** Reads through a small pool; a read that finds the server away is simply tried again. */
export class Reader {
  readonly #pool: pg.Pool;
  readonly #patienceMs: number;

  constructor(url: string, connections: number, patienceMs: number) {
    this.#pool = new pg.Pool({ ...connectionConfig(url), max: connections, query_timeout: QUERY_TIMEOUT_MS });
    // The pool replaces a connection that broke while idle; unheard, the event would end the process.
    this.#pool.on('error', () => undefined);
    this.#patienceMs = patienceMs;
  }

  readStream(stream: string, fromRevision: number): Promise<readonly StoredLine[]> {
    return this.#rows<StoredLine>(STREAM, [stream, fromRevision]);
  }

  readByIds(ids: readonly string[]): Promise<readonly StoredLine[]> {
    return this.#rows<StoredLine>(BY_IDS, [ids]);
  }

  async streamsOf(category: string): Promise<readonly string[]> {
    const rows = await this.#rows<{ stream: string }>(STREAMS, [category]);
    // PostgreSQL orders by bytes, which differs from code units beyond the first 65,536 characters.
    return rows.map(({ stream }) => stream).sort();
  }

  async head(): Promise<number> {
    const [row] = await this.#rows<{ head: number }>(HEAD, []);
    if (row === undefined) throw new Error('ledger.head has no row');
    return row.head;
  }

  async readAll(after: number, limit: number, patienceMs = this.#patienceMs): Promise<readonly StoredLine[]> {
    const lines = await this.#rows<StoredLine>(PAGE, [after, limit], patienceMs);
    // A reader that counted past a missing entry would give sums that look right.
    const gap = lines.findIndex(({ entry }, index) => entry !== Math.max(after, -1) + 1 + index);
    if (gap >= 0) throw new Error(`the ledger has a gap before entry ${lines[gap]?.entry ?? '?'}`);
    return lines;
  }

  /** Throws when this database only numbers entries that live in EventStoreDB: others would get the same numbers. */
  async assertHome(): Promise<void> {
    const [row] = await this.#rows<{ elsewhere: boolean }>(ELSEWHERE, []);
    if (row?.elsewhere !== true) return;
    throw new Error(
      'The entries of this ledger live in EventStoreDB: set EVENTSTORE_URL as it was, or use another database.',
    );
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  #rows<R extends object>(
    query: { readonly name: string; readonly text: string },
    values: unknown[],
    patienceMs = this.#patienceMs,
  ): Promise<R[]> {
    return patiently(
      patienceMs,
      async () => (await this.#pool.query<R & pg.QueryResultRow>({ ...query, values })).rows,
    );
  }
}
