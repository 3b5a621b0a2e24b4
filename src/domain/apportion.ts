import { byCodeUnit, type ForceId } from './identifiers.js';

/** The weight of one force in a key; whole and not negative. Only the proportions matter. */
export interface Weight {
  readonly force: ForceId;
  readonly weight: bigint;
}

export interface Share {
  readonly force: ForceId;
  readonly amount: bigint;
}

/**
 * Divides a whole amount by largest remainder, the only division in the ledger (brief rule 3).
 *
 * Takes an amount of either sign in any unit and weights whose sum is above zero; gives one part for each weight, in their order. The
 * parts add up to the amount exactly. Each gets its proportion rounded down, then the units left over go one each to the largest remainders;
 * ties go to whichever comes first. A negative amount mirrors its positive. Throws when no weight is above zero, which a decision has
 * to refuse first.
 */
export function divide(amount: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole <= 0n) throw new RangeError('No weight above zero: nothing to share by.');
  if (weights.length === 1) return [amount];
  const magnitude = amount < 0n ? -amount : amount;
  const parts = weights.map((weight) => ({
    floor: (magnitude * weight) / whole,
    remainder: (magnitude * weight) % whole,
  }));
  const leftOver = magnitude - parts.reduce((sum, { floor }) => sum + floor, 0n);
  const first = new Set(largestRemainders(parts, leftOver));
  return parts.map((part) => {
    const share = first.has(part) ? part.floor + 1n : part.floor;
    return amount < 0n ? -share : share;
  });
}

/**
 * Shares a whole amount among forces (see `divide`). Gives one share for each weight, in order of force id: ties go to the force whose id
 * sorts first by code unit, and the order of the weights is of no account.
 */
export function apportion(amount: bigint, weights: readonly Weight[]): readonly Share[] {
  const inOrder = [...weights].sort((a, b) => byCodeUnit(a.force, b.force));
  const shares = divide(
    amount,
    inOrder.map(({ weight }) => weight),
  );
  return inOrder.map(({ force }, i) => ({ force, amount: shares[i] ?? 0n }));
}

interface Part {
  readonly remainder: bigint;
}

/** The sort is stable, so parts that tie stay in their order. There are always fewer units left over than parts. */
function largestRemainders<P extends Part>(parts: readonly P[], count: bigint): readonly P[] {
  if (count === 0n) return [];
  const descending = [...parts].sort((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0));
  return descending.slice(0, Number(count));
}
