import { StoreAway, StoreBusy, type EventStore } from './event-store.js';

/** The store failed in a way that it has no name for. Whoever asked is not at fault, and may ask again once it is put right. */
export class StoreFailed extends Error {
  override readonly name = 'StoreFailed';
}

/**
 * The same store, but whatever it throws says that it was the store: `StoreBusy`, `StoreAway`, or else `StoreFailed`. What else is thrown while a
 * command is carried out then comes from the command itself, and would come again however often it is tried.
 */
export function blamed(store: EventStore): EventStore {
  return {
    append: (append) => blaming(store.append(append)),
    atomically: (work) => store.atomically(work),
    readStream: (stream, fromRevision) => blaming(store.readStream(stream, fromRevision)),
    readAll: (after, limit) => blaming(store.readAll(after, limit)),
    readByIds: (ids) => blaming(store.readByIds(ids)),
    streamsOf: (category) => blaming(store.streamsOf(category)),
    head: () => blaming(store.head()),
    subscribe: (after, signal) => store.subscribe(after, signal),
    close: () => store.close(),
  };
}

async function blaming<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof StoreBusy || error instanceof StoreAway) throw error;
    throw new StoreFailed(`The store failed: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}
