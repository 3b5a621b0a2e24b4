import { isWithin, type CivilDate, type Period } from '../src/domain/civil-date.js';
import { byCodeUnit, type MeasureId, type UnitId } from '../src/domain/identifiers.js';
import { byFinancialYear, piecesOf, ranOver, spread } from '../src/domain/outcome/accrual.js';
import { countUnder } from '../src/domain/outcome/counting-rules.js';
import type { OutcomeDetails } from '../src/domain/outcome/events.js';
import { tellings, type Facts } from '../src/domain/outcome/facts.js';
import type { OutcomeContext } from '../src/domain/outcome/record-outcome.js';
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

/** An outcome for which claims and credit differ: several units claim it, or it is linked as a duplicate. With the agreement, measures and rules that its credit rests on: its claims are counted by the same. */
export interface SharedOutcome
  extends Pick<Facts, 'details' | 'claims' | 'stages'>, Pick<OutcomeContext, 'catalogue' | 'collaboration' | 'forces'> {
  readonly postings: readonly Posting[];
}

/**
 * Tells claims from what is distinct. A unit claims what it is credited with, but that an item which several claim counts whole for each of them, and a duplicate as it
 * was told: with as much as the unit told, by the rules that the item is counted by, through the item's stages and on its days. What ran over days is claimed on the
 * days on which the unit's credit is posted: the first of each financial year, and wherever its weights change. Takes the totals of a collaboration in any period, and
 * the outcomes that are shared.
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
  shared: SharedOutcome,
): readonly Pick<Posting, 'measure' | 'amount' | 'occurredOn'>[] {
  const { details, stages, catalogue } = shared;
  const counted = countUnder(onDaysOf(details, telling), stages, catalogue);
  const ran = ranOver(details);
  const placed = ran === undefined ? counted : counted.flatMap((each) => spread(each, piecesFor(telling, ran, shared)));
  return placed.map(({ measure, amount, less = 0n, countsOn: occurredOn = details.occurredOn }) => ({
    ...{ measure, occurredOn },
    amount: amount - less,
  }));
}

/** The days of the item as the unit's own attribution cuts them. It was not refused when the credit was worked out. */
function piecesFor(telling: OutcomeDetails, ran: Period, { collaboration, forces }: SharedOutcome): readonly Period[] {
  const pieces = piecesOf(telling, ran, collaboration, forces);
  return pieces.ok ? pieces.value : byFinancialYear(ran);
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
