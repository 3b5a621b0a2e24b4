import { divide } from '../apportion.js';
import { byCodeUnit, type UnitId } from '../identifiers.js';
import type { Counted } from './counted.js';
import type { OutcomeDetails } from './events.js';
import { tellings, type Facts } from './facts.js';

/** One unit's part in an item that several claim. */
export interface ClaimPart {
  /** What the unit told. */
  readonly telling: OutcomeDetails;
  /** The item as it counts, on its own day, for this unit and by this unit's attribution. */
  readonly details: OutcomeDetails;
  /** This unit's part of each amount; of a count that went to another unit there is none. */
  readonly counted: readonly Counted[];
}

/**
 * Shares what an item counts for among the units that claim it (decision 0017): equally, or by the weights that they agreed while these name just the units that
 * claim. An item counts as its first claim tells it. Every amount is divided by largest remainder, ties going to the unit whose id sorts first by code unit, so
 * the parts make the whole exactly and do not depend on the order in which the claims came. Gives the parts in order of unit id.
 */
export function partsOfClaims(facts: Facts, counted: readonly Counted[]): readonly ClaimPart[] {
  const claims = [...tellings(facts)].sort((a, b) => byCodeUnit(a.unit, b.unit));
  const weights = weightsOf(
    facts,
    claims.map(({ unit }) => unit),
  );
  const shared = counted.map((whole) => ({
    whole,
    amounts: divide(whole.amount, weights),
    less: whole.less === undefined ? undefined : divide(whole.less, weights),
  }));
  return claims.map((telling, i) => ({
    telling,
    details: { ...facts.details, attribution: telling.attribution, unit: telling.unit },
    counted: shared.flatMap(({ whole, amounts, less }) => partOf(whole, amounts[i] ?? 0n, less?.[i])),
  }));
}

/** A part of nothing is left out, unless the whole is nothing. */
function partOf(whole: Counted, amount: bigint, less: bigint | undefined): readonly Counted[] {
  const isLeftOut = amount === 0n && (less ?? 0n) === 0n && (whole.amount !== 0n || (whole.less ?? 0n) !== 0n);
  return isLeftOut ? [] : [{ ...whole, amount, ...(less !== undefined && { less }) }];
}

/** The weights that the claiming units agreed, while they hold: while they name just those that claim. `undefined` where the parts are equal. */
export function agreedWeights(facts: Pick<Facts, 'details' | 'claims' | 'claimWeights'>): Facts['claimWeights'] {
  const { claimWeights } = facts;
  const units = tellings(facts).map(({ unit }) => unit);
  const named = claimWeights === undefined ? [] : Object.keys(claimWeights);
  return named.sort(byCodeUnit).join() === units.sort(byCodeUnit).join() ? claimWeights : undefined;
}

function weightsOf(facts: Facts, units: readonly UnitId[]): readonly bigint[] {
  const agreed = agreedWeights(facts);
  return units.map((unit) => (agreed === undefined ? 1n : (agreed[unit] ?? 0n)));
}
