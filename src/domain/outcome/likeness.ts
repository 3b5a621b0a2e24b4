import type { CivilDate } from '../civil-date.js';
import { daysIn } from '../financial-year.js';
import type { OutcomeDetails } from './events.js';
import { countOutcome } from './counting.js';
import { contradictionOf } from './claim-outcome.js';

/** The days and the amounts of two outcomes may be so far apart, where they may be one. */
export const MOST_DAYS_APART = 3;
const MOST_PARTS_APART = 10n;

/**
 * Why two outcomes are likely to be one that was told twice, in words, or `undefined` when they are not: the same kind counted in the same measures, by the same lead force, of
 * the same operation or of none, at most three days apart, every amount within a tenth of the larger. Two items that are known to differ, by tokens of one scheme under one
 * key, are never alike. It is a hint for people; nothing is linked by it.
 */
export function likeness(a: OutcomeDetails, b: OutcomeDetails): readonly string[] | undefined {
  if (contradictionOf(a, b) !== undefined || a.leadForce !== b.leadForce || a.operation !== b.operation)
    return undefined;
  if (isKnownToDiffer(a, b)) return undefined;
  const days = daysApart(a.occurredOn, b.occurredOn);
  if (days > MOST_DAYS_APART) return undefined;
  const amounts = amountsOf(a);
  const others = amountsOf(b);
  const isClose =
    amounts.size === others.size && [...amounts].every(([measure, amount]) => areClose(amount, others.get(measure)));
  if (!isClose) return undefined;
  return [
    `same kind: ${a.kind}`,
    `same lead force: ${a.leadForce}`,
    a.operation === undefined ? 'neither names an operation' : `same operation: ${a.operation}`,
    days === 0 ? 'same day' : `${days} ${days === 1 ? 'day' : 'days'} apart`,
    [...amounts].every(([measure, amount]) => others.get(measure) === amount)
      ? 'same amounts'
      : 'amounts within a tenth',
  ];
}

function isKnownToDiffer({ item: a }: OutcomeDetails, { item: b }: OutcomeDetails): boolean {
  if (a === undefined || b === undefined) return false;
  return a.scheme === b.scheme && a.keyVersion === b.keyVersion && a.token !== b.token;
}

/** What an outcome counts for as it was told, by measure. */
export function amountsOf(outcome: OutcomeDetails): ReadonlyMap<string, bigint> {
  return new Map(countOutcome(outcome).map(({ measure, amount }) => [measure, amount]));
}

function areClose(a: bigint, b: bigint | undefined): boolean {
  // What is taken off is close to what is taken off, and to nothing that is added.
  if (b === undefined || a < 0n !== b < 0n) return false;
  const [one, other] = [sizeOf(a), sizeOf(b)];
  const [less, more] = one < other ? [one, other] : [other, one];
  return (more - less) * MOST_PARTS_APART <= more;
}

function sizeOf(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}

/** The amounts that are close to one: of its own sign, and not further from it than a tenth of the larger of the two. */
export function closeTo(amount: bigint): { readonly least: bigint; readonly most: bigint } {
  if (amount < 0n) {
    const { least, most } = closeTo(-amount);
    return { least: -most, most: -least };
  }
  const less = amount / MOST_PARTS_APART;
  return { least: amount - less, most: (amount * MOST_PARTS_APART) / (MOST_PARTS_APART - 1n) };
}

/** How many days lie between two days, whichever comes first. */
export function daysApart(a: CivilDate, b: CivilDate): number {
  return Number(daysIn(a < b ? { from: a, to: b } : { from: b, to: a }));
}
