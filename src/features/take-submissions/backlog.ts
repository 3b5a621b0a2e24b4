import type { Follower } from '../../ledger/follower-state.js';

interface Waiting {
  readonly items: number;
  /** When the oldest of them was sent; `undefined` when that is not known, or there are none. */
  readonly oldestMs: number | undefined;
}

/** What waits in the partitions that are this process's, as far as it has looked. */
export class Backlog {
  #waiting = new Map<string, Waiting>();

  constructor(
    private readonly follower: Follower,
    private readonly now: () => number = Date.now,
  ) {}

  /** Forgets the partitions that are not this process's any more. */
  assigned(partitions: readonly string[]): void {
    this.#waiting = new Map([...this.#waiting].filter(([partition]) => partitions.includes(partition)));
    this.report();
  }

  waits(partition: string, items: number, oldestMs: number | undefined): void {
    this.#waiting.set(partition, { items, oldestMs: items === 0 ? undefined : oldestMs });
    this.report();
  }

  /** Tells the follower how it stands now: what waits gets older by itself. */
  report(): void {
    const all = [...this.#waiting.values()];
    const items = all.reduce((sum, each) => sum + each.items, 0);
    const oldest = Math.min(...all.map(({ oldestMs }) => oldestMs ?? Infinity));
    this.follower.isBehind(items, Number.isFinite(oldest) ? Math.max(0, (this.now() - oldest) / 1000) : 0);
  }
}
