import { openTopicKeeper } from './adapters/kafka/topics.js';
import type { KafkaSettings } from './kafka-settings.js';
import { pause } from './ledger/back-off.js';
import { inspectTopics } from './ledger/topic-inspection.js';

const RETRY_MS = 10_000;

/**
 * Looks once at the topics, as soon as the brokers answer, and warns of each that is not as `tallystick topics` makes it. Nothing waits for this:
 * the feed and the intake say themselves when they cannot work.
 */
export function warnOfTopics(kafka: KafkaSettings, warn: (message: string) => void): { stop(): Promise<void> } {
  const ending = new AbortController();
  look(kafka, warn, ending.signal).catch((error: unknown) =>
    warn(`The topics could not be looked at: ${error instanceof Error ? error.message : String(error)}`),
  );
  return {
    // What is under way changes nothing.
    stop: () => {
      ending.abort();
      return Promise.resolve();
    },
  };
}

async function look(kafka: KafkaSettings, warn: (message: string) => void, signal: AbortSignal): Promise<void> {
  const topics = inspectTopics(() => openTopicKeeper(kafka), kafka.topicPrefix);
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    const findings = await topics.inspect();
    if (findings.every(({ about }) => about !== 'brokers')) {
      for (const { about, state, found, advice = '' } of findings)
        if (state !== 'well' && !ended()) warn(`${about}: ${found}. To do: ${advice}.`);
      return;
    }
    await pause(RETRY_MS, signal);
  }
}
