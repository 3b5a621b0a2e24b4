import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { StoreAway, StoreBusy } from '../../ledger/event-store.js';
import type { Append, AppendResult } from '../../ledger/event-store.js';
import { measuredAppend, rewriteBatch, writeBatch } from './batch.js';
import type { Verdict } from './batch.js';
import { takeBatch } from './batching.js';
import type { Measured } from './batching.js';
import { discard, isLockTimeout, patiently, whyNotWhole } from './connection.js';

export interface SequencerOptions {
  readonly connect: () => Promise<pg.Client>;
  readonly patienceMs: number;
  readonly queueLimits: { readonly appends: number; readonly bytes: number };
  /** Called when entries were written. */
  readonly written: () => void;
}

interface Waiting extends Measured {
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Group commit: whatever waits while one batch is being written becomes the next one. One batch at a time, on one connection, so
 * the order of commits is the order of the queue.
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #queue: Waiting[] = [];
  #unansweredAppends = 0;
  #unansweredBytes = 0;
  #client: pg.Client | undefined;
  #draining: Promise<void> | undefined;
  #closed = false;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  async append(append: Append): Promise<AppendResult> {
    const { queueLimits } = this.#options;
    const { promise, resolve, reject } = Promise.withResolvers<AppendResult>();
    const bytes = measuredAppend(append);
    if (bytes > queueLimits.bytes) throw new RangeError(`an append of ${bytes} bytes is too large`);
    if (this.#closed) throw new StoreAway('the store is closed');
    if (this.#unansweredAppends >= queueLimits.appends || this.#unansweredBytes + bytes > queueLimits.bytes) {
      throw new StoreBusy('too many appends wait already');
    }
    this.#unansweredAppends += 1;
    this.#unansweredBytes += bytes;
    this.#queue.push({ append, bytes, resolve, reject });
    this.#draining ??= this.#drain();
    return promise;
  }

  /** Connects, or finds out early why that cannot be. */
  async open(): Promise<void> {
    await patiently(this.#options.patienceMs, () => this.#connected());
  }

  /** Writes what waits, then ends the connection. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#draining;
    await this.#client?.end();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      // The writers that the last batch released get their turn to queue up for this one.
      await nextTurn();
      const batch = takeBatch(this.#queue);
      try {
        this.#answer(batch, await this.#write(batch.map(({ append }) => append)));
      } catch (error) {
        this.#fail(batch, error);
      }
    }
    this.#draining = undefined;
  }

  #write(appends: readonly Append[]): Promise<readonly Verdict[]> {
    let send = writeBatch;
    return patiently(this.#options.patienceMs, async () => {
      const client = await this.#connected();
      const attempt = send;
      send = rewriteBatch;
      try {
        return await attempt(client, appends);
      } catch (error) {
        // Also after an error of the server's own: a new connection is cheap, and nothing of the old one can surprise us.
        this.#client = undefined;
        discard(client);
        if (isLockTimeout(error)) throw heldByAnother(error, attempt === rewriteBatch);
        throw whyNotWhole(error) ?? error;
      }
    });
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = await this.#options.connect();
    client.once('end', () => {
      if (this.#client === client) this.#client = undefined;
    });
    this.#client = client;
    return client;
  }

  #answer(batch: readonly Waiting[], verdicts: readonly Verdict[]): void {
    this.#forget(batch);
    if (verdicts.some(({ kind }) => kind === 'appended')) this.#options.written();
    for (const [index, { append, resolve, reject }] of batch.entries()) {
      const verdict = verdicts[index];
      if (verdict === undefined) reject(new Error('the append was not judged'));
      else if (verdict.kind === 'id-taken') reject(idTaken(append));
      else resolve(verdict);
    }
  }

  #fail(batch: readonly Waiting[], error: unknown): void {
    // When the server stays away, those behind have waited as long, and would each wait as long again.
    const failed = error instanceof StoreAway ? [...batch, ...this.#queue.splice(0)] : batch;
    this.#forget(failed);
    for (const { reject } of failed) reject(error);
  }

  #forget(batch: readonly Waiting[]): void {
    this.#unansweredAppends -= batch.length;
    for (const { bytes } of batch) this.#unansweredBytes -= bytes;
  }
}

export function idTaken({ stream }: Append): Error {
  return new Error(`an id of a later line for ${stream} is in the ledger already, though its first is not`);
}

/** Nothing of this attempt was written; but of an earlier one without an answer, something may have been. */
function heldByAnother(cause: unknown, sentBefore: boolean): Error {
  const message = 'another writer holds the ledger';
  return sentBefore ? new StoreAway(message, { cause }) : new StoreBusy(message, { cause });
}
