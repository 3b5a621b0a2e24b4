import pg from 'pg';
import {
  CannotFollow,
  type ClaimedPlace,
  type Decide,
  type KeptLine,
  type NumberedEntry,
} from '../../ledger/entry-index.js';
import { StoreBusy, type Append } from '../../ledger/event-store.js';
import { NotTheLeader } from '../../ledger/read-model.js';
import { Claiming } from './claiming.js';
import {
  connect,
  connectionConfig,
  discard,
  isLockTimeout,
  patiently,
  whyNotWhole,
  whyOccupied,
} from './connection.js';
import { inDecision } from './deciding.js';
import { assertDurable } from './durability.js';

const QUERY_TIMEOUT_MS = 60_000;
const LOCK_TIMEOUT_MS = 30_000;
const IDLE_DECISION_MS = 60_000;
/** What the functions of migration 0003 raise. */
const LOST_THE_HEAD = 'TL001';
const CANNOT_FOLLOW = 'TL002';
const UNIQUE_VIOLATION = '23505';

/** What is written to the index, on connections that lose nothing they acknowledge. */
export class IndexWriter {
  readonly claiming: Claiming;
  readonly #writers: pg.Pool;
  readonly #durable = new WeakSet<pg.PoolClient>();

  constructor(
    private readonly url: string,
    private readonly patienceMs: number,
  ) {
    const config = connectionConfig(url, { lock_timeout: String(LOCK_TIMEOUT_MS) });
    this.#writers = new pg.Pool({ ...config, max: 2, query_timeout: QUERY_TIMEOUT_MS });
    // Whoever uses a connection that breaks learns of it from the answer; unheard, these events would end the process.
    this.#writers.on('error', () => undefined);
    this.#writers.on('connect', (client) => client.on('error', () => undefined));
    this.claiming = new Claiming((claim) => patiently(patienceMs, () => this.#writing(claim)));
  }

  async reclaim({ stream, expectedRevision, lines }: Append, earlier: ClaimedPlace): Promise<boolean> {
    const text = 'SELECT ledger.reclaim($1, $2, $3, $4, $5) AS moved';
    const values = [lines.map(({ id }) => id), earlier.stream, earlier.revision, stream, expectedRevision + 1];
    const { rows } = await this.#writing((client) => client.query<{ moved: boolean }>(text, values));
    return rows[0]?.moved === true;
  }

  async deciding<T>(work: (decide: Decide) => Promise<T>): Promise<T> {
    return inDecision(await patiently(this.patienceMs, () => this.#connectToDecide()), work);
  }

  async carriedOut(ordinals: readonly number[]): Promise<void> {
    await this.#writing((client) => client.query('SELECT ledger.carried_out($1)', [ordinals]));
  }

  /** Begun twice, it is begun: an answer that was lost is no trouble. */
  async beginFilling(sha256: string): Promise<number> {
    const text = 'SELECT ledger.begin_moving_in_numbered($1) AS entries';
    const { rows } = await this.#writing((client) => client.query<{ entries: number }>(text, [sha256]));
    if (rows[0] === undefined) throw new Error('ledger.begin_moving_in_numbered gave no answer');
    return rows[0].entries;
  }

  async finishFilling(sha256: string, entries: number): Promise<void> {
    const text = 'SELECT ledger.finish_moving_in_numbered($1, $2)';
    await this.#writing((client) => client.query(text, [sha256, entries]));
  }

  /** Never repeated: when the answer was lost, the head says whether it was done. */
  async number(entries: readonly NumberedEntry[]): Promise<void> {
    const text = 'SELECT ledger.number($1, $2, $3, $4, $5, $6, $7)';
    try {
      await this.#writing((client) => client.query({ name: 'index-number', text, values: numberParameters(entries) }));
    } catch (error) {
      const code = error instanceof pg.DatabaseError ? error.code : undefined;
      if (code === LOST_THE_HEAD) throw new NotTheLeader('Another copy numbered entries meanwhile.', { cause: error });
      if (code !== CANNOT_FOLLOW && code !== UNIQUE_VIOLATION) throw error;
      const why = code === UNIQUE_VIOLATION ? 'an id or a revision is there twice' : (error as Error).message;
      throw new CannotFollow(`entries ${entries[0]?.entry ?? '?'} and on cannot be numbered: ${why}`, { cause: error });
    }
  }

  async keep(lines: readonly KeptLine[]): Promise<void> {
    const values = [lines.map(({ entry }) => entry), lines.map(({ line }) => line).join('\n')];
    await this.#writing((client) => client.query('SELECT ledger.keep_lines($1, $2)', values));
  }

  async close(): Promise<void> {
    await this.claiming.close();
    await this.#writers.end();
  }

  async #connectToDecide(): Promise<pg.Client> {
    const settings = {
      lock_timeout: String(LOCK_TIMEOUT_MS),
      // Nobody else can write meanwhile. A decision whose machine has vanished must not last until TCP notices.
      idle_in_transaction_session_timeout: String(IDLE_DECISION_MS),
    };
    const client = await connect({ ...connectionConfig(this.url, settings), query_timeout: QUERY_TIMEOUT_MS });
    try {
      await assertDurable(client);
      return client;
    } catch (error) {
      discard(client);
      throw error;
    }
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
      if (isLockTimeout(error)) throw new StoreBusy('another copy is deciding', { cause: error });
      throw whyNotWhole(error) ?? whyOccupied(error) ?? error;
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
