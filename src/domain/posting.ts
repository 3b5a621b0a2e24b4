import { civilDate, type CivilDate } from './civil-date.js';
import { grade, slug, type ForceId, type Grade, type MeasureId, type UnitId } from './identifiers.js';
import { amount, object, oneOf, wholeNumber } from './shape.js';

/**
 * A signed amount of one measure, in that measure's smallest unit, credited to one force through one regional unit, dated when it
 * happened, at one grade. Totals are sums of postings and of nothing else.
 */
export interface Posting {
  readonly amount: bigint;
  readonly force: ForceId;
  readonly grade: Grade;
  readonly measure: MeasureId;
  readonly occurredOn: CivilDate;
  readonly unit: UnitId;
  /** The version of the measure's rule under which it was counted, where that says from when it holds or what it counts. */
  readonly rule?: number;
}

export const postingShape = object(
  {
    amount: amount(),
    force: slug<ForceId>(),
    grade: grade(),
    measure: slug<MeasureId>(),
    occurredOn: civilDate(),
    unit: slug<UnitId>(),
  },
  { rule: wholeNumber(1) },
);

/**
 * What has to be said wherever a figure shows: `assumed`, it was shared by a key that no source gives; `illustrative`, it was made
 * up for a demonstration.
 */
export const LABELS = ['assumed', 'illustrative'] as const;
export type Label = (typeof LABELS)[number];
export const labelShape = oneOf(...LABELS);

/** Two postings of one place may be added up: same measure, force, unit, grade and day, counted under the same version of the rule. */
export function placeOf(posting: Posting): string {
  const place = `${posting.measure}|${posting.force}|${posting.unit}|${posting.grade}|${posting.occurredOn}`;
  return posting.rule === undefined ? place : `${place}|${posting.rule}`;
}

/**
 * The postings that lead from one set to another: those whose amounts differ, as differences, in the order of `after` and then of
 * `before`. A place in one set only counts as zero in the other.
 */
export function differences(before: readonly Posting[], after: readonly Posting[]): readonly Posting[] {
  const was = new Map(before.map((posting) => [placeOf(posting), posting.amount]));
  const stays = new Set(after.map(placeOf));
  const changed = after.flatMap((posting) => {
    const amountBefore = was.get(placeOf(posting));
    const difference = posting.amount - (amountBefore ?? 0n);
    return difference === 0n && amountBefore !== undefined ? [] : [{ ...posting, amount: difference }];
  });
  return [...changed, ...reversed(before.filter((posting) => !stays.has(placeOf(posting))))];
}

/** The same postings with every sign turned round. */
export function reversed(postings: readonly Posting[]): readonly Posting[] {
  return postings.map((posting) => ({ ...posting, amount: -posting.amount }));
}
