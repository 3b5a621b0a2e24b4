import type { IntakeThreadData } from './intake-thread.js';
import type { KafkaSettings } from './kafka-settings.js';
import type { Followers } from './ledger/follower-state.js';
import type { LedgerHome } from './open-store.js';
import { keepThread, type RunningThread } from './threads.js';

/**
 * Takes what is submitted to the brokers in a thread of its own, so that it takes nothing from the requests, and a message that is hard to read
 * takes only its own time. `followers` is told how it stands, as `intake`; `say` takes one line for people at a time.
 */
export function startIntake(
  { applicationUrl, eventstoreUrl, itemKeyFile }: LedgerHome & Pick<IntakeThreadData, 'itemKeyFile'>,
  kafka: KafkaSettings,
  followers: Followers,
  say: (message: string) => void,
): RunningThread {
  const data: IntakeThreadData = { home: { applicationUrl, eventstoreUrl }, itemKeyFile, kafka };
  const file = new URL('./intake-thread.js', import.meta.url);
  return keepThread({ name: 'The intake', file, data, followers, say });
}
