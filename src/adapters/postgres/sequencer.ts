import { setImmediate as nextTurn } from 'node:timers/promises';
import type pg from 'pg';
import { StoreAway, StoreBusy } from '../../ledger/event-store.js';
import type { Append, AppendResult } from '../../ledger/event-store.js';
import type { Trouble } from '../../ledger/follower-state.js';
import { NotWhole } from '../../ledger/moving-in.js';
import type { WriterState } from '../../ledger/writer-state.js';
import { measuredAppend, rewriteBatch, writeBatch } from './batch.js';
import type { Verdict } from './batch.js';
import { takeBatch } from './batching.js';
import type { Measured } from './batching.js';
import { discard, isLockTimeout, patiently, whyNotWhole } from './connection.js';

export interface SequencerOptions {
  readonly connect: () => Promise<pg.Client>;
  readonly patienceMs: number;
  readonly queueLimits: { readonly appends: number; readonly bytes: number };
  /** Told how writing goes. */
  readonly writer: WriterState;
  /** Called when entries were written. */
  readonly written: () => void;
}

/** How often it tries whether writing works again while nobody has anything to write. */
const PROBE_MS = 1_000;

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
  #hasConnected = false;
  #probing: NodeJS.Timeout | undefined;
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
    this.#options.writer.waits(this.#unansweredAppends, this.#unansweredBytes);
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
    clearTimeout(this.#probing);
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
    const sending = { isRepeat: false };
    return patiently(this.#options.patienceMs, () => this.#attempt(appends, sending));
  }

  async #attempt(appends: readonly Append[], sending: { isRepeat: boolean }): Promise<readonly Verdict[]> {
    try {
      const client = await this.#connected();
      const { isRepeat } = sending;
      sending.isRepeat = true;
      try {
        return await (isRepeat ? rewriteBatch : writeBatch)(client, appends);
      } catch (error) {
        // Also after an error of the server's own: a new connection is cheap, and nothing of the old one can surprise us.
        this.#client = undefined;
        discard(client);
        if (isLockTimeout(error)) throw heldByAnother(error, isRepeat);
        throw whyNotWhole(error) ?? error;
      }
    } catch (error) {
      this.#options.writer.failed(troubleFrom(error));
      this.#probeLater();
      throw error;
    }
  }

  /** Until something can be written again: otherwise nobody would know, as long as nobody has anything to write. */
  #probeLater(): void {
    clearTimeout(this.#probing);
    if (!this.#closed) this.#probing = setTimeout(() => (this.#draining ??= this.#probe()), PROBE_MS).unref();
  }

  /** Writing nothing takes the lock and commits all the same. */
  async #probe(): Promise<void> {
    try {
      await this.#attempt([], { isRepeat: false });
      this.#options.writer.answers();
    } catch {
      // It has been noted, and is tried again.
    }
    await this.#drain();
  }

  async #connected(): Promise<pg.Client> {
    if (this.#client) return this.#client;
    const client = await this.#options.connect();
    if (this.#hasConnected) this.#options.writer.reconnected();
    this.#hasConnected = true;
    client.once('end', () => {
      if (this.#client === client) this.#client = undefined;
    });
    this.#client = client;
    return client;
  }

  #answer(batch: readonly Waiting[], verdicts: readonly Verdict[]): void {
    this.#forget(batch);
    this.#options.writer.wrote(batch.length);
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
    this.#options.writer.waits(this.#unansweredAppends, this.#unansweredBytes);
  }
}

export function idTaken({ stream }: Append): Error {
  return new Error(`an id of a later line for ${stream} is in the ledger already, though its first is not`);
}

/** What PostgreSQL itself says may quote what was to be written, so that it is left to the log. */
function troubleFrom(error: unknown): Trouble {
  if (error instanceof NotWhole) return { code: 'not-whole', detail: error.message };
  if (error instanceof StoreBusy) return { code: 'busy', detail: 'Another writer holds the ledger.' };
  const detail = error instanceof StoreAway ? error.message : 'PostgreSQL does not take what is to be written.';
  return { code: 'store-away', detail };
}

/** Nothing of this attempt was written; but of an earlier one without an answer, something may have been. */
function heldByAnother(cause: unknown, sentBefore: boolean): Error {
  const message = 'another writer holds the ledger';
  return sentBefore ? new StoreAway(message, { cause }) : new StoreBusy(message, { cause });
}
