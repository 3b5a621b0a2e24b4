import { kafkaFeed } from './adapters/kafka/feed.js';
import { openTopicKeeper } from './adapters/kafka/topics.js';
import { relayLeads } from './adapters/postgres/relay-leads.js';
import { openLedger } from './app.module.js';
import { makeTopics } from './features/make-topics/command-line.js';
import type { KafkaSettings } from './kafka-settings.js';
import { feedTopics } from './ledger/feed-topics.js';
import { adoptFeed } from './ledger/relay-start.js';
import { relayTarget } from './ledger/relay.js';
import type { Settings } from './settings.js';
import type { ExitCode, Terminal } from './web/terminal.js';

interface Asked {
  readonly replicas?: number;
  readonly adopt?: true;
}

/** `tallystick topics`, on the brokers of the settings. */
export async function topics(settings: Settings, { replicas, adopt }: Asked, terminal: Terminal): Promise<ExitCode> {
  const { kafka } = settings;
  if (kafka === undefined)
    throw new Error('There are no brokers: set KAFKA_BROKERS, such as KAFKA_BROKERS=broker-1:9092.');
  if (adopt === true) await adoptTopics(settings, kafka, terminal);
  const keeper = await openTopicKeeper(kafka);
  try {
    return await makeTopics(keeper, feedTopics(kafka.topicPrefix), { replicas }, terminal);
  } finally {
    await keeper.close();
  }
}

/** Says that the entries in the topic are this ledger's. */
async function adoptTopics(settings: Settings, kafka: KafkaSettings, terminal: Terminal): Promise<void> {
  const opened = await openLedger(settings, (message) => terminal.say(message));
  const feed = kafkaFeed(kafka);
  try {
    const target = relayTarget(await feed.clusterId(), kafka.topicPrefix);
    await adoptFeed(relayLeads(opened.applicationUrl), target);
    terminal.out('The topics are this ledger’s: the relay goes on in them.');
  } finally {
    await feed.close();
    await opened.close();
  }
}
