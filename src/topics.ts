import { openTopicKeeper } from './adapters/kafka/topics.js';
import { makeTopics } from './features/make-topics/command-line.js';
import { feedTopics } from './ledger/feed-topics.js';
import type { Settings } from './settings.js';
import type { ExitCode, Terminal } from './web/terminal.js';

/** `tallystick topics`, on the brokers of the settings. */
export async function topics({ kafka }: Settings, replicas: number | undefined, terminal: Terminal): Promise<ExitCode> {
  if (kafka === undefined)
    throw new Error('There are no brokers: set KAFKA_BROKERS, such as KAFKA_BROKERS=broker-1:9092.');
  const keeper = await openTopicKeeper(kafka);
  try {
    return await makeTopics(keeper, feedTopics(kafka.topicPrefix), { replicas }, terminal);
  } finally {
    await keeper.close();
  }
}
