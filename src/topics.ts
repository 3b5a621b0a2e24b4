import { kafkaFeed } from './adapters/kafka/feed.js';
import { openTopicKeeper } from './adapters/kafka/topics.js';
import { relayLeads } from './adapters/postgres/relay-leads.js';
import { openLedger } from './app.module.js';
import { makeTopics } from './features/make-topics/command-line.js';
import type { KafkaSettings } from './kafka-settings.js';
import { feedTopics, topicNames } from './ledger/feed-topics.js';
import { adoptFeed, refillFeed, type Starting } from './ledger/relay-start.js';
import type { RelayLeads } from './ledger/relay-lead.js';
import { relayTarget } from './ledger/relay.js';
import type { Settings } from './settings.js';
import type { ExitCode, Terminal } from './web/terminal.js';

interface Asked {
  readonly replicas?: number;
  readonly adopt?: true;
  readonly refill?: true;
}

/** `tallystick topics`, on the brokers of the settings. */
export async function topics(settings: Settings, asked: Asked, terminal: Terminal): Promise<ExitCode> {
  const { kafka } = settings;
  const { replicas, adopt, refill } = asked;
  if (kafka === undefined)
    throw new Error('There are no brokers: set KAFKA_BROKERS, such as KAFKA_BROKERS=broker-1:9092.');
  const keeper = await openTopicKeeper(kafka);
  try {
    const code = await makeTopics(keeper, feedTopics(kafka.topicPrefix), { replicas }, terminal);
    if (adopt === true) {
      await onFeed(settings, kafka, terminal, adoptFeed);
      terminal.out('The topics are this ledger’s: the relay goes on in them.');
    }
    if (refill === true) {
      await onFeed(settings, kafka, terminal, refillFeed);
      terminal.out('The relay fills the topic of entries from entry 0.');
    }
    return code;
  } finally {
    await keeper.close();
  }
}

/** Has something done to where the feed stands. */
async function onFeed(
  settings: Settings,
  kafka: KafkaSettings,
  terminal: Terminal,
  work: (starting: Starting, leads: RelayLeads, target: string) => Promise<void>,
): Promise<void> {
  const opened = await openLedger(settings, (message) => terminal.say(message));
  const feed = kafkaFeed(kafka);
  try {
    const target = relayTarget(await feed.clusterId(), kafka.topicPrefix);
    const starting = { store: opened.ledger.store, feed, topics: topicNames(kafka.topicPrefix) };
    await work(starting, relayLeads(opened.applicationUrl), target);
  } finally {
    await feed.close();
    await opened.close();
  }
}
