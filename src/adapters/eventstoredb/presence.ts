import type { Trouble } from '../../ledger/follower-state.js';
import type { WriterState } from '../../ledger/writer-state.js';

const PROBE_MS = 1_000;

/** Keeps what is told of writing true: that something failed, and that it works again, also when nobody has anything to write. */
export class Presence {
  #probing: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(
    private readonly writer: WriterState,
    /** Whether something could be written now; it may throw as well. */
    private readonly works: () => Promise<boolean>,
  ) {}

  failed(trouble: Trouble): void {
    this.writer.failed(trouble);
    this.#probeLater();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#probing);
  }

  #probeLater(): void {
    if (!this.#isClosed) this.#probing ??= setTimeout(() => void this.#probe(), PROBE_MS).unref();
  }

  async #probe(): Promise<void> {
    const works = await this.works().catch(() => false);
    this.#probing = undefined;
    if (works) this.writer.answers();
    else this.#probeLater();
  }
}
