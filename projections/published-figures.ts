import type { Period } from '../src/domain/civil-date.js';
import type { CollaborationId, FigureId, MeasureId } from '../src/domain/identifiers.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';

/** A published figure with its place in the ledger. */
export interface FigureOnRecord {
  readonly id: FigureId;
  readonly entry: number;
  readonly figure: PublishedFigure;
}

/**
 * The figure that a line of a statement is held against: published for the whole collaboration (no unit, no force, no single operation, inside no other figure), for that measure
 * and exactly that period. Of several the last on record that is not disputed, or else the last.
 */
export function figureFor(
  figures: readonly FigureOnRecord[],
  collaboration: CollaborationId,
  measure: MeasureId,
  period: Period,
): PublishedFigure | undefined {
  const candidates = figures
    .map(({ figure }) => figure)
    .filter((figure) => figure.collaboration === collaboration && figure.measure === measure)
    .filter(({ from, to }) => from === period.from && to === period.to)
    .filter(({ unit, force, operation, within }) =>
      [unit, force, operation, within].every((limit) => limit === undefined),
    );
  return candidates.findLast(({ disputed }) => !disputed) ?? candidates.at(-1);
}
