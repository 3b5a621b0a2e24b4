import { Occupied, type MovedLine, type MovingIn, type Occupancy } from '../../ledger/moving-in.js';
import type { Entries } from './entries.js';

/** From which export a ledger is being filled; nobody else may write meanwhile. */
export interface Mark {
  movingIn: string | undefined;
}

/** Runs one task at a time; what a failed one wrote is taken back. */
type InTurn = <T>(task: () => Promise<T>) => Promise<T>;

/** Fills a ledger in memory. */
export class MemoryMovingIn implements MovingIn {
  readonly #entries: Entries;
  readonly #mark: Mark;
  readonly #inTurn: InTurn;

  constructor(entries: Entries, mark: Mark, inTurn: InTurn) {
    this.#entries = entries;
    this.#mark = mark;
    this.#inTurn = inTurn;
  }

  fillingFrom(): Promise<string | undefined> {
    return Promise.resolve(this.#mark.movingIn);
  }

  occupancy(): Promise<Occupancy> {
    return Promise.resolve({ entries: this.#entries.committed, movingIn: this.#mark.movingIn });
  }

  begin(sha256: string): Promise<number> {
    return this.#inTurn(async () => {
      const { entries, movingIn } = await this.occupancy();
      if (entries > 0 && movingIn !== sha256) throw new Occupied('It was refused: the ledger is not empty.');
      this.#mark.movingIn = sha256;
      return entries;
    });
  }

  write(sha256: string, first: number, lines: readonly MovedLine[]): Promise<void> {
    return this.#inTurn(async () => {
      const { entries, movingIn } = await this.occupancy();
      if (movingIn !== sha256) throw new Occupied('The ledger is being filled from another export, or from none.');
      if (entries !== first) throw new Occupied(`Entry ${first} does not fit where the ledger ends.`);
      for (const { stream, revision, id, line } of lines) {
        const { kind } = this.#entries.write({ stream, expectedRevision: revision - 1, lines: [{ id, line }] });
        if (kind !== 'appended') throw new Occupied(`A line of ${stream} does not fit where the ledger ends.`);
      }
    });
  }

  finish(sha256: string, entries: number): Promise<void> {
    return this.#inTurn(async () => {
      const there = await this.occupancy();
      if (there.movingIn !== sha256 || there.entries !== entries)
        throw new Occupied('It was refused: the ledger is not whole.');
      this.#mark.movingIn = undefined;
    });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
