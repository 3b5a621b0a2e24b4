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
 * Shares a whole amount among forces by largest remainder, the only division in the ledger (brief rule 3).
 *
 * Takes an amount of either sign in any unit and weights whose sum is above zero; gives one share for each weight, in order of
 * force id. The shares add up to the amount exactly. Each force gets its proportion rounded down, then the units left over go one each to the largest remainders; ties go
 * to the force whose id sorts first by code unit. A negative amount mirrors its positive, and the order of the weights is of no
 * account. Throws when no weight is above zero, which a decision has to refuse first.
 */
export function apportion(amount: bigint, weights: readonly Weight[]): readonly Share[] {
  const whole = weights.reduce((sum, { weight }) => sum + weight, 0n);
  if (whole <= 0n) throw new RangeError('No weight above zero: nothing to share by.');
  const [only] = weights;
  if (only !== undefined && weights.length === 1) return [{ force: only.force, amount }];
  const magnitude = amount < 0n ? -amount : amount;
  const parts = weights
    .map(({ force, weight }) => ({
      force,
      floor: (magnitude * weight) / whole,
      remainder: (magnitude * weight) % whole,
    }))
    .sort((a, b) => byCodeUnit(a.force, b.force));
  const leftOver = magnitude - parts.reduce((sum, { floor }) => sum + floor, 0n);
  const first = new Set(largestRemainders(parts, leftOver));
  return parts.map((part) => {
    const share = first.has(part) ? part.floor + 1n : part.floor;
    return { force: part.force, amount: amount < 0n ? -share : share };
  });
}

interface Part {
  readonly force: ForceId;
  readonly remainder: bigint;
}

/** The sort is stable, so parts that tie stay in order of force id. There are always fewer units left over than parts. */
function largestRemainders<P extends Part>(parts: readonly P[], count: bigint): readonly P[] {
  if (count === 0n) return [];
  const descending = [...parts].sort((a, b) => (a.remainder < b.remainder ? 1 : a.remainder > b.remainder ? -1 : 0));
  return descending.slice(0, Number(count));
}
