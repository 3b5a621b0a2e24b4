import { StoreAway } from '../../ledger/event-store.js';
import type { Append, AppendResult, EventStore, StoredLine, WriteMany } from '../../ledger/event-store.js';
import { NotWhole, type MovingIn } from '../../ledger/moving-in.js';
import { Entries } from './entries.js';
import { MemoryMovingIn, type Mark } from './moving-in.js';

const PAGE_LINES = 1_000;

/** For tests: the port's whole behaviour, and nothing kept after the process. */
export class MemoryEventStore implements EventStore {
  readonly #entries = new Entries();
  readonly #waiting = new Set<() => void>();
  readonly #closing = new AbortController();
  readonly #mark: Mark = { movingIn: undefined };
  #turn: Promise<unknown> = Promise.resolve();

  append(append: Append): Promise<AppendResult> {
    return this.#inTurn(() => {
      this.#refuseUnlessWhole();
      return Promise.resolve(this.#entries.write(append));
    });
  }

  atomically<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    return this.#inTurn(async () => {
      this.#refuseUnlessWhole();
      const failures: unknown[] = [];
      const result = await work(async (appends) => {
        try {
          return await Promise.resolve(appends.map((append) => this.#entries.write(append)));
        } catch (error) {
          failures.push(error);
          throw error;
        }
      });
      if (failures.length > 0) throw new Error('a write of this transaction failed', { cause: failures[0] });
      return result;
    });
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly StoredLine[]> {
    return Promise.resolve(this.#entries.ofStream(stream).slice(fromRevision));
  }

  readAll(after: number, limit: number): Promise<readonly StoredLine[]> {
    return Promise.resolve(this.#entries.page(after + 1, limit));
  }

  readByIds(ids: readonly string[]): Promise<readonly StoredLine[]> {
    return Promise.resolve(this.#entries.withIds(ids));
  }

  streamsOf(category: string): Promise<readonly string[]> {
    return Promise.resolve(this.#entries.streams().filter((stream) => stream.startsWith(`${category}-`)));
  }

  head(): Promise<number> {
    return Promise.resolve(this.#entries.committed - 1);
  }

  async *subscribe(after: number, signal: AbortSignal): AsyncGenerator<readonly StoredLine[]> {
    const ending = AbortSignal.any([signal, this.#closing.signal]);
    const ended = (): boolean => ending.aborted;
    let last = after;
    while (!ended()) {
      const lines = await this.readAll(last, PAGE_LINES);
      last = lines.at(-1)?.entry ?? last;
      if (lines.length > 0) yield lines;
      else if (this.#entries.committed === last + 1) await this.#written(ending);
    }
  }

  /** The way in for entries that were made elsewhere. */
  movingIn(): MovingIn {
    return new MemoryMovingIn(this.#entries, this.#mark, (task) => this.#inTurn(task));
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turn;
  }

  #refuseUnlessWhole(): void {
    if (this.#mark.movingIn !== undefined) throw new NotWhole(this.#mark.movingIn);
  }

  /** One task at a time; what a failed one wrote is taken back. */
  #inTurn<T>(task: () => Promise<T>): Promise<T> {
    if (this.#closing.signal.aborted) return Promise.reject(new StoreAway('the store is closed'));
    const done = this.#turn.then(task).then(
      (result) => {
        this.#entries.commit();
        this.#wake();
        return result;
      },
      (error: unknown) => {
        this.#entries.rollBack();
        throw error;
      },
    );
    this.#turn = done.catch(() => undefined);
    return done;
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }

  async #written(ending: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const wake = (): void => resolve(undefined);
    this.#waiting.add(wake);
    ending.addEventListener('abort', wake, { once: true });
    if (ending.aborted) wake();
    await promise;
    ending.removeEventListener('abort', wake);
  }
}
