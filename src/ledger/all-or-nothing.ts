import type { EventStore, WriteMany } from './event-store.js';

/** Ends a transaction that may not stand. */
class NothingStands extends Error {}

/**
 * Writes in one transaction that stands only if `work` says so at its end; says whether it stands. What is to be told of bad commands can so be found by trying all of them.
 * An error of `work` ends the transaction too, and is thrown.
 */
export async function allOrNothing(
  store: Pick<EventStore, 'atomically'>,
  work: (write: WriteMany) => Promise<boolean>,
): Promise<boolean> {
  try {
    await store.atomically(async (write) => {
      if (!(await work(write))) throw new NothingStands();
    });
    return true;
  } catch (error) {
    if (error instanceof NothingStands) return false;
    throw error;
  }
}
