import { StoreAway } from '../../ledger/event-store.js';
import type { Append, AppendResult, EventStore, StoredLine, WriteMany } from '../../ledger/event-store.js';
import { inTransaction } from './atomic.js';
import { connect, connectionConfig, discard, patiently } from './connection.js';
import { WriterState } from '../../ledger/writer-state.js';
import { assertDurable } from './durability.js';
import { Bell, follow } from '../../ledger/following.js';
import { Reader } from './reading.js';
import { Sequencer } from './sequencer.js';
import type pg from 'pg';

export interface PostgresEventStoreOptions {
  /** Of the role `tallystick_app`. */
  readonly url: string;
  /** How many connections readers share; writing has one more, and every transaction its own. */
  readonly readConnections?: number;
  /** How long a call puts up with a server that does not answer before it gives up with `StoreAway`. */
  readonly patienceMs?: number;
  /** How long it waits for another writer's transaction to end. */
  readonly lockTimeoutMs?: number;
  readonly queueLimits?: { readonly appends: number; readonly bytes: number };
  /** Told how writing goes. */
  readonly writer?: WriterState;
}

const DEFAULTS = {
  readConnections: 4,
  patienceMs: 10_000,
  lockTimeoutMs: 30_000,
  queueLimits: { appends: 10_000, bytes: 64 * 1024 * 1024 },
};
/** A transaction holds up every writer. One whose machine has vanished must not do so until TCP notices. */
const IDLE_TRANSACTION_MS = 60_000;

const FOLLOWER_PATIENCE_MS = 500;

/** Connects to a migrated database; refuses one that could lose what it acknowledges (`NotDurable`). */
export async function openPostgresEventStore(options: PostgresEventStoreOptions): Promise<EventStore> {
  const store = new PostgresEventStore({ ...DEFAULTS, writer: new WriterState(), ...options });
  try {
    await store.open();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

class PostgresEventStore implements EventStore {
  readonly #bell = new Bell();
  readonly #closing = new AbortController();
  readonly #options: Required<PostgresEventStoreOptions>;
  readonly #reader: Reader;
  readonly #sequencer: Sequencer;
  #transactions: Promise<unknown> = Promise.resolve();

  constructor(options: Required<PostgresEventStoreOptions>) {
    const { url, patienceMs, queueLimits, readConnections, writer } = options;
    this.#options = options;
    this.#reader = new Reader(url, readConnections, patienceMs);
    this.#sequencer = new Sequencer({
      connect: () => this.#connectWriter(),
      patienceMs,
      queueLimits,
      writer,
      written: () => this.#bell.ring(),
    });
  }

  async open(): Promise<void> {
    await this.#sequencer.open();
    await this.#reader.assertHome();
  }

  append(append: Append): Promise<AppendResult> {
    return this.#sequencer.append(append);
  }

  /** One at a time: they would only queue for the ledger's lock, each with a connection of its own. */
  atomically<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    const result = this.#transactions.then(() => this.#transaction(work));
    this.#transactions = result.catch(() => undefined);
    return result;
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly StoredLine[]> {
    return this.#reader.readStream(stream, fromRevision);
  }

  readAll(after: number, limit: number): Promise<readonly StoredLine[]> {
    return this.#reader.readAll(after, limit);
  }

  readByIds(ids: readonly string[]): Promise<readonly StoredLine[]> {
    return this.#reader.readByIds(ids);
  }

  streamsOf(category: string): Promise<readonly string[]> {
    return this.#reader.streamsOf(category);
  }

  head(): Promise<number> {
    return this.#reader.head();
  }

  subscribe(after: number, signal: AbortSignal): AsyncIterable<readonly StoredLine[]> {
    const ending = AbortSignal.any([signal, this.#closing.signal]);
    // A subscription waits for the server anyway; less patience with each read lets it end when it is told to.
    const readAll = (from: number, limit: number): Promise<readonly StoredLine[]> =>
      this.#reader.readAll(from, limit, FOLLOWER_PATIENCE_MS);
    return follow(readAll, this.#bell, after, ending);
  }

  /** Subscriptions end; what was accepted is written first. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#transactions;
    await this.#sequencer.close();
    await this.#reader.close();
  }

  async #transaction<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) throw new StoreAway('the store is closed');
    const client = await patiently(this.#options.patienceMs, () => this.#connectWriter());
    const result = await inTransaction(client, work);
    this.#bell.ring();
    return result;
  }

  async #connectWriter(): Promise<pg.Client> {
    const { url, lockTimeoutMs, patienceMs } = this.#options;
    const client = await connect({
      ...connectionConfig(url, {
        lock_timeout: String(lockTimeoutMs),
        idle_in_transaction_session_timeout: String(IDLE_TRANSACTION_MS),
      }),
      // A server that vanished without a word never answers; one that waits for the lock says so in time.
      query_timeout: lockTimeoutMs + patienceMs,
    });
    try {
      // At every connection: the server may have come back with other settings.
      await assertDurable(client);
    } catch (error) {
      discard(client);
      throw error;
    }
    return client;
  }
}
