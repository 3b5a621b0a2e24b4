import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryIndex, NumberedEntry } from '../../ledger/entry-index.js';

/** How often writers look for the numbers that another copy of the application gives. */
const LOOK_MS = 20;

type Resolve = (entry: NumberedEntry | undefined) => void;

/** Tells those who wrote which number their entry got, whoever numbered it. */
export class Numbers {
  readonly #waiting = new Map<string, Set<Resolve>>();
  #looking: Promise<void> | undefined;

  constructor(private readonly index: EntryIndex) {}

  /** The numbered entry of that id; `undefined` when it has no number within `patienceMs`. */
  async of(id: string, patienceMs: number): Promise<NumberedEntry | undefined> {
    const { promise, resolve } = Promise.withResolvers<NumberedEntry | undefined>();
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting.add(resolve));
    const timer = setTimeout(() => resolve(undefined), patienceMs);
    this.#looking ??= this.#look();
    const entry = await promise;
    clearTimeout(timer);
    waiting.delete(resolve);
    if (waiting.size === 0) this.#waiting.delete(id);
    return entry;
  }

  /** To be called with what this copy has numbered, and saves asking. */
  given(entries: readonly NumberedEntry[]): void {
    if (this.#waiting.size === 0) return;
    for (const entry of entries) for (const resolve of this.#waiting.get(entry.id) ?? []) resolve(entry);
  }

  async #look(): Promise<void> {
    await sleep(LOOK_MS);
    while (this.#waiting.size > 0) {
      // While the database is away nothing is numbered; whoever waits gives up in time.
      this.given(await this.index.byIds([...this.#waiting.keys()]).catch(() => []));
      await sleep(LOOK_MS);
    }
    this.#looking = undefined;
  }
}
