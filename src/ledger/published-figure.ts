import type { FigureId } from '../domain/identifiers.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import type { EventStore } from './event-store.js';
import { decodeAll } from './stored-entry.js';
import { figureStream } from './streams.js';

/** The published figure of an id, for a decision that rests on it; `undefined` without an id, or when there is none of that id. */
export async function publishedFigure(
  store: EventStore,
  id: FigureId | undefined,
): Promise<PublishedFigure | undefined> {
  if (id === undefined) return undefined;
  const [first] = decodeAll(await store.readStream(figureStream(id)));
  return first?.entry.event.type === 'PublishedFigureRecorded' ? first.entry.event.figure : undefined;
}
