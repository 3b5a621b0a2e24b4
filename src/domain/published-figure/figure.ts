import { unreachable } from '../unreachable.js';
import type { PublishedFigure, PublishedFigureEvent } from './events.js';

/** Folds one event into a published figure; `undefined` until it is recorded. Total: an event that cannot follow leaves it as it was, and `verify` reports it. */
export function evolveFigure(
  figure: PublishedFigure | undefined,
  event: PublishedFigureEvent,
): PublishedFigure | undefined {
  switch (event.type) {
    case 'PublishedFigureRecorded':
      return figure ?? event.figure;
    case 'PublishedFigureDisputed':
      return figure && { ...figure, disputed: true };
    case 'FigureDisputeEnded':
      return figure && { ...figure, disputed: false };
    default:
      return unreachable(event);
  }
}
