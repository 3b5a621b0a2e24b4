import type { Followers } from './ledger/follower-state.js';
import type { LedgerHome } from './open-store.js';
import { keepThread, type RunningThread } from './threads.js';

/**
 * Keeps the figures up with the ledger in a thread of its own, so that folding takes nothing from the requests. A thread that fails is
 * started again; one that ends by itself met an entry it cannot fold, said so, and is not.
 */
export function startProjector(
  { applicationUrl, eventstoreUrl }: LedgerHome,
  followers: Followers,
  say: (message: string) => void,
): RunningThread {
  const data: LedgerHome = { applicationUrl, eventstoreUrl };
  const file = new URL('./projector-thread.js', import.meta.url);
  return keepThread({ name: 'The projector', file, data, followers, say });
}
