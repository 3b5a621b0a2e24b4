import type { FigureId } from '../domain/identifiers.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import { evolveFigure } from '../domain/published-figure/figure.js';
import type { EventStore } from './event-store.js';
import { decodeAll } from './stored-entry.js';
import { figureStream, isFigureEvent } from './streams.js';

/** The published figure of an id, for a decision that rests on it; `undefined` without an id, or when there is none of that id. */
export async function publishedFigure(
  store: EventStore,
  id: FigureId | undefined,
): Promise<PublishedFigure | undefined> {
  if (id === undefined) return undefined;
  const events = decodeAll(await store.readStream(figureStream(id))).map(({ entry }) => entry.event);
  return events.filter(isFigureEvent).reduce(evolveFigure, undefined);
}
