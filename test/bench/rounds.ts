/** One side of a comparison: does its work once and gives how much was done a second. It throws when the result is wrong. */
export type Round = () => Promise<number>;

export interface Comparison {
  readonly what: string;
  readonly against: string;
  /** Our rate over the peer's: the median over all pairs has to reach this. */
  readonly atLeast: number;
  readonly unit: string;
  readonly pairs: number;
}

export interface Measured extends Comparison {
  /** Said in place of the two rates, where it is no rate that counts. */
  readonly said?: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  readonly ratios: readonly number[];
}

/** Runs both sides in pairs, A B B A, after one round of each that does not count, so that neither gains by the machine's mood. */
export async function compare(comparison: Comparison, ours: Round, theirs: Round): Promise<Measured> {
  await ours();
  await theirs();
  const rates: { readonly ours: number; readonly theirs: number }[] = [];
  for (let pair = 0; pair < comparison.pairs; pair += 1) {
    if (pair % 2 === 0) {
      const own = await ours();
      rates.push({ ours: own, theirs: await theirs() });
    } else {
      const peer = await theirs();
      rates.push({ ours: await ours(), theirs: peer });
    }
  }
  return {
    ...comparison,
    ours: rates.map((rate) => rate.ours),
    theirs: rates.map((rate) => rate.theirs),
    ratios: rates.map((rate) => rate.ours / rate.theirs),
  };
}

/** A line of the report: medians, the ratio with its range, and the noise of the machine as the peer's own spread. */
export function describe(measured: Measured): string {
  const { what, against, atLeast, unit, said, ours, theirs, ratios } = measured;
  const verdict = median(ratios) >= atLeast ? 'met' : 'MISSED';
  const spread = (Math.max(...theirs) / Math.min(...theirs)).toFixed(2);
  return [
    `${what} against ${against}:`,
    `  ${said ?? `${figure(median(ours))} ${unit}/s against ${figure(median(theirs))} ${unit}/s`}`,
    `  ratio ${median(ratios).toFixed(2)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)}, ${ratios.length} pairs), at least ${atLeast}: ${verdict}`,
    `  noise: the peer's fastest round is ${spread} times its slowest`,
  ].join('\n');
}

/** Whether the bar was reached. */
export function isMet({ ratios, atLeast }: Measured): boolean {
  return median(ratios) >= atLeast;
}

/** The middle value, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? Number.NaN) + (sorted[Math.ceil(middle)] ?? Number.NaN)) / 2;
}

function figure(rate: number): string {
  return rate >= 100 ? Math.round(rate).toString() : rate.toPrecision(3);
}
