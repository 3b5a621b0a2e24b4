import { isWithin, type CivilDate } from '../src/domain/civil-date.js';
import { byCodeUnit, type MeasureId, type UnitId } from '../src/domain/identifiers.js';
import type { Catalogue } from '../src/domain/measure/catalogue.js';
import { byFinancialYear, ranOver, spread } from '../src/domain/outcome/accrual.js';
import { countUnder } from '../src/domain/outcome/counting-rules.js';
import type { OutcomeDetails } from '../src/domain/outcome/events.js';
import { tellings, type Facts } from '../src/domain/outcome/facts.js';
import type { Posting } from '../src/domain/posting.js';
import type { During, Total } from './totals.js';

/** What one unit claims of a measure, each item whole, and what it is credited with. */
export interface UnitClaims {
  readonly unit: UnitId;
  readonly claimed: bigint;
  readonly credited: bigint;
}

/** A measure as units claim it, one by one, and as the region has it, each item once. */
export interface ClaimsRow {
  readonly measure: MeasureId;
  /** The region's total. */
  readonly distinct: bigint;
  /** The sum of what units claim: above `distinct` by as much as several claim the same. */
  readonly claimed: bigint;
  readonly byUnit: readonly UnitClaims[];
}

/** An outcome for which claims and credit differ: several units claim it, or it is linked as a duplicate. */
export interface SharedOutcome extends Pick<Facts, 'details' | 'claims' | 'stages'> {
  readonly postings: readonly Posting[];
  /** The measures and rules that its credit rests on: its claims are counted by the same. */
  readonly catalogue: Catalogue;
}

/**
 * Tells claims from what is distinct. A unit claims what it is credited with, but that an item which several claim counts whole for each of them, and a duplicate as it
 * was told: with as much as the unit told, by the rules that the item is counted by, through the item's stages and on its days. What ran over days counts in each
 * financial year on the first of its days in it, so ask for whole years. Takes the totals of a collaboration in a period, and the outcomes that are shared.
 */
export function claimsOf(
  totals: Iterable<Total>,
  shared: Iterable<SharedOutcome>,
  during: During,
): readonly ClaimsRow[] {
  const sums = new Map<MeasureId, Map<UnitId, { claimed: bigint; credited: bigint }>>();
  const add = (measure: MeasureId, unit: UnitId, claimed: bigint, credited: bigint): void => {
    const units = sums.get(measure) ?? new Map<UnitId, { claimed: bigint; credited: bigint }>();
    const sum = units.get(unit) ?? { claimed: 0n, credited: 0n };
    sums.set(measure, units.set(unit, { claimed: sum.claimed + claimed, credited: sum.credited + credited }));
  };
  for (const { measure, unit, amount } of totals) add(measure, unit, amount, amount);
  const isCounted = (on: CivilDate): boolean => isWithin(on, during.from, during.to);
  for (const outcome of shared) {
    for (const { measure, unit, amount, occurredOn } of outcome.postings)
      if (isCounted(occurredOn)) add(measure, unit, -amount, 0n);
    for (const telling of tellings(outcome))
      for (const { measure, amount, occurredOn } of claimedBy(telling, outcome))
        if (isCounted(occurredOn)) add(measure, telling.unit, amount, 0n);
  }
  return [...sums].sort(([a], [b]) => byCodeUnit(a, b)).map(([measure, units]) => rowOf(measure, units));
}

function claimedBy(
  telling: OutcomeDetails,
  { details, stages, catalogue }: SharedOutcome,
): readonly Pick<Posting, 'measure' | 'amount' | 'occurredOn'>[] {
  const counted = countUnder(onDaysOf(details, telling), stages, catalogue);
  const ran = ranOver(details);
  const placed = ran === undefined ? counted : counted.flatMap((each) => spread(each, byFinancialYear(ran)));
  return placed.map(({ measure, amount, less = 0n, countsOn: occurredOn = details.occurredOn }) => ({
    ...{ measure, occurredOn },
    amount: amount - less,
  }));
}

/** What a unit told, as though it had been on the days on which the item counts. */
function onDaysOf(item: OutcomeDetails, telling: OutcomeDetails): OutcomeDetails {
  const { occurredOn } = item;
  const isSaving = telling.kind === 'saving' && item.kind === 'saving';
  return isSaving ? { ...telling, occurredOn, recurrence: item.recurrence } : { ...telling, occurredOn };
}

function rowOf(measure: MeasureId, units: ReadonlyMap<UnitId, Omit<UnitClaims, 'unit'>>): ClaimsRow {
  const byUnit = [...units].sort(([a], [b]) => byCodeUnit(a, b)).map(([unit, sum]) => ({ unit, ...sum }));
  return {
    measure,
    distinct: byUnit.reduce((sum, { credited }) => sum + credited, 0n),
    claimed: byUnit.reduce((sum, { claimed }) => sum + claimed, 0n),
    byUnit,
  };
}
