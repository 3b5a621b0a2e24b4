/** How often values of each size were seen, as plain data: `counts[i]` of them were at most `bounds[i]` and above the bound before; the last count is of those beyond all bounds. */
export interface Counted {
  readonly bounds: readonly number[];
  readonly counts: readonly number[];
  /** All values added up, in their own unit. */
  readonly sum: number;
}

/** Bounds for sizes of batches, in items. */
export const BATCH_BOUNDS: readonly number[] = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_000, 5_000];

/** Counts values by size. Taking a value in costs one short walk and no memory, so that every request can afford it. */
export class Distribution {
  readonly #counts: number[];
  #sum = 0;

  /** `bounds` in rising order, in whatever unit the values have. */
  constructor(readonly bounds: readonly number[]) {
    this.#counts = new Array<number>(bounds.length + 1).fill(0);
  }

  add(value: number): void {
    let at = 0;
    while (value > (this.bounds[at] ?? Infinity)) at += 1;
    this.#counts[at] = (this.#counts[at] ?? 0) + 1;
    this.#sum += value;
  }

  /** What was counted so far; later values do not change it. */
  counted(): Counted {
    return { bounds: this.bounds, counts: [...this.#counts], sum: this.#sum };
  }
}
