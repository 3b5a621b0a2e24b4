import { accept, refuse, type Decision } from '../decision.js';
import type { FigureId } from '../identifiers.js';
import type {
  DISPUTE_END_REASONS,
  DISPUTE_REASONS,
  FigureDisputeEnded,
  PublishedFigure,
  PublishedFigureDisputed,
} from './events.js';

export interface DisputeFigure {
  readonly figureId: FigureId;
  readonly reason: (typeof DISPUTE_REASONS)[number];
}

/**
 * Decides on saying of a published figure that it is disputed from now on: it stays on record and is shown as such. Refuses unknown-figure, and unchanged for one that is
 * disputed already.
 */
export function disputeFigure(
  { figureId, reason }: DisputeFigure,
  figure: PublishedFigure | undefined,
): Decision<PublishedFigureDisputed> {
  if (figure === undefined) return refuse({ code: 'unknown-figure', field: 'figure', figure: figureId });
  if (figure.disputed) return refuse({ code: 'unchanged' });
  return accept({ type: 'PublishedFigureDisputed', collaboration: figure.collaboration, reason });
}

export interface EndDispute {
  readonly figureId: FigureId;
  readonly reason: (typeof DISPUTE_END_REASONS)[number];
}

/**
 * Decides on saying that a published figure is disputed no longer, also of one that was disputed when it was recorded. Refuses unknown-figure, and unchanged
 * for one that nobody disputes.
 */
export function endDispute(
  { figureId, reason }: EndDispute,
  figure: PublishedFigure | undefined,
): Decision<FigureDisputeEnded> {
  if (figure === undefined) return refuse({ code: 'unknown-figure', field: 'figure', figure: figureId });
  if (!figure.disputed) return refuse({ code: 'unchanged' });
  return accept({ type: 'FigureDisputeEnded', collaboration: figure.collaboration, reason });
}
