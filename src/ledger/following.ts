import { StoreAway } from './event-store.js';
import type { StoredLine } from './event-store.js';

/** Small enough for a reader to stop between pages, large enough that the round trip hardly counts. */
const PAGE_LINES = 1_000;
/** Other copies of the application write too, and only this finds out; it is also how long a subscription may take to end. */
const POLL_MS = 50;

type ReadAll = (after: number, limit: number) => Promise<readonly StoredLine[]>;

/** Wakes whoever waits for new entries. */
export class Bell {
  readonly #waiting = new Set<() => void>();

  ring(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  /** Resolves at the next ring, or after `timeoutMs`. */
  async rung(timeoutMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => resolve(undefined);
    const timer = setTimeout(wake, timeoutMs);
    this.#waiting.add(wake);
    await promise;
    clearTimeout(timer);
    this.#waiting.delete(wake);
  }
}

/** Every line after entry `after`, page by page, then as it comes. A server that is away is waited for: the reader only sees a pause. */
export async function* follow(
  readAll: ReadAll,
  bell: Bell,
  after: number,
  signal: AbortSignal,
): AsyncGenerator<readonly StoredLine[]> {
  let last = after;
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    // Listening before reading: what is written between the two must not be slept through.
    const heard = bell.rung(POLL_MS);
    const lines = await whenThere(() => readAll(last, PAGE_LINES), ended);
    if (ended()) return;
    last = lines.at(-1)?.entry ?? last;
    if (lines.length > 0) yield lines;
    else await heard;
  }
}

async function whenThere(
  read: () => Promise<readonly StoredLine[]>,
  ended: () => boolean,
): Promise<readonly StoredLine[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof StoreAway) && !ended()) throw error;
    return [];
  }
}
