import type { EventStore } from '../../ledger/event-store.js';
import { Occupied, type MovingIn } from '../../ledger/moving-in.js';

/**
 * No export is moved into EventStoreDB: while it is filled nobody else may write, and nothing there could hold the others off. What is in
 * the ledger is told all the same, and whoever wants to fill it is told where to go.
 */
export function noMovingIn(store: Pick<EventStore, 'head'>): MovingIn {
  const refuse = (): Promise<never> =>
    Promise.reject(
      new Occupied(
        'An export cannot be moved into EventStoreDB in this version. Take EVENTSTORE_URL away to move it into PostgreSQL.',
      ),
    );
  return {
    occupancy: async () => ({ entries: (await store.head()) + 1, movingIn: undefined }),
    begin: refuse,
    write: refuse,
    finish: refuse,
    close: () => Promise.resolve(),
  };
}
