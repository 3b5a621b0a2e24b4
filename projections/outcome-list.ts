import { isWithin, type CivilDate } from '../src/domain/civil-date.js';
import type { ForceId, MeasureId, OutcomeId, UnitId } from '../src/domain/identifiers.js';
import type { OutcomeEvent, OutcomeKind } from '../src/domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../src/domain/outcome/outcome.js';
import type { Posting } from '../src/domain/posting.js';

/** An outcome as it stands, for lists: the same fold as its stream's, with the entries that made it. */
export interface ListedOutcome {
  readonly id: OutcomeId;
  /** The entry that recorded it first. */
  readonly firstEntry: number;
  /** The last entry folded in. */
  readonly entry: number;
  readonly revision: number;
  readonly outcome: Outcome;
}

/** Folds one event, at its entry number, into the row of its outcome. */
export function evolveListed(
  row: ListedOutcome | undefined,
  id: OutcomeId,
  entry: number,
  event: OutcomeEvent,
): ListedOutcome {
  const was = row ?? { id, firstEntry: entry, entry, revision: -1, outcome: unrecorded };
  return { ...was, entry, revision: was.revision + 1, outcome: evolveOutcome(was.outcome, event) };
}

/** Kinds all of whose postings are on the outcome's own day; the others go through stages, or run over days. */
export const ON_THEIR_OWN_DAY: readonly OutcomeKind[] = [
  'arrest',
  'property-recovered',
  'drugs-seizure',
  'counted-item',
];

/** A figure, as a list is asked for what stands behind it: what is absent lets everything through. */
export interface FigureBehind {
  readonly measures?: readonly MeasureId[] | undefined;
  readonly force?: ForceId | undefined;
  readonly unit?: UnitId | undefined;
  readonly from?: CivilDate | undefined;
  readonly to?: CivilDate | undefined;
}

/**
 * The postings of an outcome that are part of a figure: each of them is of the measures, the force, the unit and the days of the figure, as the sum of the
 * figure takes it. A stage, or a year of a saving, is on its own day, which is not always the outcome's.
 */
export function postingsBehind(
  outcome: Outcome,
  { measures, force, unit, from, to }: FigureBehind,
): readonly Posting[] {
  if (outcome.status !== 'recorded') return [];
  return outcome.postings.filter(
    (posting) =>
      (measures === undefined || measures.includes(posting.measure)) &&
      (force === undefined || posting.force === force) &&
      (unit === undefined || posting.unit === unit) &&
      isWithin(posting.occurredOn, from, to),
  );
}
