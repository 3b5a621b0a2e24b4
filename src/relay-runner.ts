import type { KafkaSettings } from './kafka-settings.js';
import type { Followers } from './ledger/follower-state.js';
import type { LedgerHome } from './open-store.js';
import type { RelayThreadData } from './relay-thread.js';
import { keepThread, type RunningThread } from './threads.js';

/**
 * Sends the ledger to the brokers from a thread of its own, so that it takes nothing from the requests. `followers` is told how it stands, as
 * `relay` and `relay-figures`; `say` takes one line for people at a time.
 */
export function startRelay(
  { applicationUrl, eventstoreUrl }: LedgerHome,
  kafka: KafkaSettings,
  followers: Followers,
  say: (message: string) => void,
): RunningThread {
  const data: RelayThreadData = { home: { applicationUrl, eventstoreUrl }, kafka };
  const file = new URL('./relay-thread.js', import.meta.url);
  return keepThread({ name: 'The relay', file, data, followers, say });
}
