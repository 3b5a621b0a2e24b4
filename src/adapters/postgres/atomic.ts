import type pg from 'pg';
import { StoreAway, StoreBusy } from '../../ledger/event-store.js';
import type { Append, AppendResult, WriteMany } from '../../ledger/event-store.js';
import { measuredAppend, prepareBatch, writePrepared, type PreparedBatch } from './batch.js';
import { takeBatch } from './batching.js';
import { discard, isLockTimeout, mayPass, whyNotWhole } from './connection.js';
import { idTaken } from './sequencer.js';

/**
 * Runs `work` in a transaction on a connection of its own. Nothing here is repeated: whether to run `work` again is for those
 * who know what it does.
 */
export async function inTransaction<T>(client: pg.Client, work: (write: WriteMany) => Promise<T>): Promise<T> {
  const transaction = new Transaction(client);
  try {
    await transaction.begin();
    const result = await work((appends) => transaction.write(appends));
    await transaction.commit();
    await client.end();
    return result;
  } catch (error) {
    // Ending the connection rolls back, also on a server that no longer answers.
    discard(client);
    throw error;
  } finally {
    transaction.end();
  }
}

/** A batch, and where each of its appends stood among those that were given. */
interface Batch {
  readonly places: readonly number[];
  readonly prepared: PreparedBatch;
}

class Transaction {
  readonly #client: pg.Client;
  #turn: Promise<unknown> = Promise.resolve();
  #state: 'open' | 'broken' | 'ended' = 'open';

  constructor(client: pg.Client) {
    this.#client = client;
  }

  async begin(): Promise<void> {
    await asPort(this.#client.query('BEGIN'));
  }

  /** One after the other, however the caller calls: statements of one transaction have an order. */
  async write(appends: readonly Append[]): Promise<readonly AppendResult[]> {
    const batches = this.#prepare(appends);
    const written = this.#turn.then(() => this.#write(batches, appends.length));
    this.#turn = written.catch(() => undefined);
    return written;
  }

  async commit(): Promise<void> {
    await this.#turn;
    // A caller may have swallowed the error of a write; what follows it was then not written either.
    if (this.#state !== 'open') throw new Error('a write of this transaction failed, so nothing of it is kept');
    this.#state = 'ended';
    await asPort(this.#client.query('COMMIT'));
  }

  end(): void {
    this.#state = 'ended';
  }

  /** Before its turn: the database works on what came before while this is put together. */
  #prepare(appends: readonly Append[]): readonly Batch[] {
    try {
      const queue = appends.map((append, index) => ({ append, index, bytes: measuredAppend(append) }));
      const batches: Batch[] = [];
      while (queue.length > 0) {
        const batch = takeBatch(queue);
        const places = batch.map(({ index }) => index);
        batches.push({ places, prepared: prepareBatch(batch.map(({ append }) => append)) });
      }
      return batches;
    } catch (error) {
      this.#state = 'broken';
      throw error;
    }
  }

  async #write(batches: readonly Batch[], count: number): Promise<readonly AppendResult[]> {
    if (this.#state !== 'open') throw new Error('this transaction is over');
    try {
      const results = new Array<AppendResult>(count);
      for (const { prepared, places } of batches) {
        const verdicts = await asPort(writePrepared(this.#client, prepared));
        for (const [at, append] of prepared.appends.entries()) {
          const verdict = verdicts[at];
          if (verdict === undefined || verdict.kind === 'id-taken') throw idTaken(append);
          results[places[at] ?? at] = verdict;
        }
      }
      return results;
    } catch (error) {
      this.#state = 'broken';
      throw error;
    }
  }
}

/** Only for what PostgreSQL was asked: what `work` throws is nobody's business here. */
async function asPort<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isLockTimeout(error)) throw new StoreBusy('another writer holds the ledger', { cause: error });
    const notWhole = whyNotWhole(error);
    if (notWhole !== undefined) throw notWhole;
    throw mayPass(error) ? new StoreAway('PostgreSQL went away during a transaction', { cause: error }) : error;
  }
}
