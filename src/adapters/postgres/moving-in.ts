import pg from 'pg';
import { StoreAway, StoreBusy } from '../../ledger/event-store.js';
import { Occupied, type MovedLine, type MovingIn, type Occupancy } from '../../ledger/moving-in.js';
import { writeBatch } from './batch.js';
import { connect, connectionConfig, discard, isLockTimeout, mayPass, whyNotWhole, whyOccupied } from './connection.js';
import { assertDurable } from './durability.js';
import { movedBatches } from './moved-batches.js';

const LOCK_TIMEOUT_MS = 30_000;
const ANSWER_MS = 60_000;

/** Fills the ledger behind `url`, of the application's role. Every line passes through ledger.append, as everybody's does. */
export function postgresMovingIn(url: string): MovingIn {
  return new PostgresMovingIn(url);
}

class PostgresMovingIn implements MovingIn {
  readonly #url: string;
  #client: pg.Client | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async fillingFrom(): Promise<string | undefined> {
    return (await this.occupancy()).movingIn;
  }

  async occupancy(): Promise<Occupancy> {
    const [row] = await this.#ask<{ entries: number; moving_in: string | null }>(
      'SELECT next AS entries, moving_in FROM ledger.head',
    );
    if (row === undefined) throw new Error('ledger.head has no row');
    return { entries: row.entries, movingIn: row.moving_in ?? undefined };
  }

  async begin(sha256: string): Promise<number> {
    const [row] = await this.#ask<{ entries: number }>('SELECT ledger.begin_moving_in($1) AS entries', [sha256]);
    if (row === undefined) throw new Error('ledger.begin_moving_in gave no answer');
    return row.entries;
  }

  write(sha256: string, first: number, lines: readonly MovedLine[]): Promise<void> {
    return this.#withClient(async (client) => {
      await client.query('BEGIN');
      // Only for this transaction: without it ledger.append takes nothing while the ledger is being filled.
      await client.query(`SELECT set_config('ledger.moving_in', $1, true)`, [sha256]);
      let next = first;
      for (const batch of movedBatches(lines)) {
        const verdicts = await writeBatch(client, batch);
        for (const [at, append] of batch.entries()) {
          const verdict = verdicts[at];
          if (verdict?.kind !== 'appended' || verdict.entry !== next) throw outOfPlace(next, append.stream);
          next += append.lines.length;
        }
      }
      await client.query('COMMIT');
    });
  }

  async finish(sha256: string, entries: number): Promise<void> {
    await this.#ask('SELECT ledger.finish_moving_in($1, $2)', [sha256, entries]);
  }

  async close(): Promise<void> {
    await this.#client?.end();
    this.#client = undefined;
  }

  #ask<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return this.#withClient(async (client) => (await client.query<Row>(text, [...values])).rows);
  }

  /** One connection for all; after a failure another, because ending one rolls back, also on a server that no longer answers. */
  async #withClient<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
    try {
      this.#client ??= await this.#connect();
      return await work(this.#client);
    } catch (error) {
      if (this.#client !== undefined) discard(this.#client);
      this.#client = undefined;
      throw asPort(error);
    }
  }

  async #connect(): Promise<pg.Client> {
    const config = connectionConfig(this.#url, { lock_timeout: String(LOCK_TIMEOUT_MS) });
    const client = await connect({ ...config, query_timeout: LOCK_TIMEOUT_MS + ANSWER_MS });
    try {
      await assertDurable(client);
      return client;
    } catch (error) {
      discard(client);
      throw error;
    }
  }
}

function outOfPlace(entry: number, stream: string): Occupied {
  return new Occupied(`Entry ${entry} of ${stream} does not fit where the ledger ends: somebody else writes to it.`);
}

function asPort(error: unknown): unknown {
  if (error instanceof Occupied) return error;
  if (isLockTimeout(error)) return new StoreBusy('another writer holds the ledger', { cause: error });
  if (whyNotWhole(error) !== undefined)
    return new Occupied('The ledger is being filled from another export.', { cause: error });
  const occupied = whyOccupied(error);
  if (occupied !== undefined) return occupied;
  return mayPass(error) ? new StoreAway('PostgreSQL went away', { cause: error }) : error;
}
