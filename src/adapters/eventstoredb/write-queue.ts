import { StoreAway, StoreBusy } from '../../ledger/event-store.js';
import { NotWhole } from '../../ledger/moving-in.js';
import type { WriterState } from '../../ledger/writer-state.js';
import type { Presence } from './presence.js';

/** Appends that have no answer yet: so many and no more, because each holds memory. */
export class WriteQueue {
  readonly #accepted = new Set<Promise<unknown>>();
  #bytes = 0;

  constructor(
    private readonly limits: { readonly appends: number; readonly bytes: number },
    private readonly writer: WriterState,
    private readonly presence: Presence,
  ) {}

  /** Runs `write` unless too much waits already: then `StoreBusy`. */
  async run<T>(bytes: number, write: () => Promise<T>): Promise<T> {
    if (bytes > this.limits.bytes) throw new RangeError(`an append of ${bytes} bytes is too large`);
    if (this.#accepted.size >= this.limits.appends || this.#bytes + bytes > this.limits.bytes)
      throw new StoreBusy('too many appends wait already');
    const written = write();
    this.#accepted.add(written);
    this.#bytes += bytes;
    this.writer.waits(this.#accepted.size, this.#bytes);
    try {
      const result = await written;
      this.writer.wrote(1);
      return result;
    } catch (error) {
      if (error instanceof StoreAway) this.presence.failed({ code: 'store-away', detail: error.message });
      if (error instanceof NotWhole) this.presence.failed({ code: 'not-whole', detail: error.message });
      throw error;
    } finally {
      this.#accepted.delete(written);
      this.#bytes -= bytes;
      this.writer.waits(this.#accepted.size, this.#bytes);
    }
  }

  /** Waits for what was accepted. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#accepted);
  }
}
