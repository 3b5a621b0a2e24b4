import { BATCH_BOUNDS, Distribution, type Counted } from './distribution.js';
import type { Trouble } from './follower-state.js';

/** How writing to the ledger goes: plain data. */
export interface WriterNumbers {
  /** Appends without an answer yet, and the bytes that they hold. */
  readonly waitingAppends: number;
  readonly waitingBytes: number;
  /** Appends written together, in one commit. */
  readonly batches: Counted;
  /** How often the connection for writing was lost or given up, since the process started. */
  readonly reconnects: number;
  /** Why the last attempt to write failed, until one succeeds. */
  readonly trouble: Trouble | undefined;
}

/** What the store that takes appends tells of itself. Every call only keeps a number. */
export class WriterState {
  readonly #batches = new Distribution(BATCH_BOUNDS);
  #waitingAppends = 0;
  #waitingBytes = 0;
  #reconnects = 0;
  #trouble: Trouble | undefined;

  waits(appends: number, bytes: number): void {
    this.#waitingAppends = appends;
    this.#waitingBytes = bytes;
  }

  /** The store answered: it judged a batch of so many appends. */
  wrote(appends: number): void {
    this.#batches.add(appends);
    this.#trouble = undefined;
  }

  reconnected(): void {
    this.#reconnects += 1;
  }

  /** The store did not take what was to be written. */
  failed(trouble: Trouble): void {
    this.#trouble = trouble;
  }

  /** The store answers again, also when there is nothing to write. */
  answers(): void {
    this.#trouble = undefined;
  }

  numbers(): WriterNumbers {
    return {
      waitingAppends: this.#waitingAppends,
      waitingBytes: this.#waitingBytes,
      batches: this.#batches.counted(),
      reconnects: this.#reconnects,
      trouble: this.#trouble,
    };
  }
}
