import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Admin } from 'kafkajs';
import type { Topic } from '../../ledger/feed-topics.js';
import type { StandingTopic, TopicKeeper } from '../../ledger/topic-keeper.js';
import { kafkaClient, type KafkaConnection } from './client.js';
import { asAway, protocolCodeOf } from './failures.js';

// Node.js finds only some of its names by itself.
const { ConfigResourceTypes, KafkaJSAggregateError } = kafkajs;

const MAKE_MS = 15_000;
const LOOK_MS = 50;
const NEW_TOPIC = ['UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE'];

/** Connects as somebody who looks at topics and makes them. Throws `FeedAway`. */
export async function openTopicKeeper(connection: KafkaConnection): Promise<TopicKeeper> {
  const admin = kafkaClient(connection).admin();
  await asAway(() => admin.connect());
  return {
    brokers: () => asAway(async () => (await admin.describeCluster()).brokers.length),
    standing: (topics) => asAway(() => standing(admin, topics)),
    make: (topics, replicas) => asAway(() => make(admin, topics, replicas)),
    close: () => admin.disconnect(),
  };
}

async function standing(admin: Admin, topics: readonly Topic[]): Promise<ReadonlyMap<string, StandingTopic>> {
  const known = new Set(await admin.listTopics());
  const there = topics.filter(({ name }) => known.has(name));
  if (there.length === 0) return new Map();
  const { topics: described } = await admin.fetchTopicMetadata({ topics: there.map(({ name }) => name) });
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: there.map(({ name, settings }) => ({
      type: ConfigResourceTypes.TOPIC,
      name,
      configNames: Object.keys(settings),
    })),
  });
  return new Map(
    described.map(({ name, partitions }) => {
      const entries = resources.find(({ resourceName }) => resourceName === name)?.configEntries ?? [];
      const settings = Object.fromEntries(entries.map(({ configName, configValue }) => [configName, configValue]));
      const replicas = partitions[0]?.replicas.length ?? 1;
      return [name, { partitions: partitions.length, replicas, settings }];
    }),
  );
}

async function make(admin: Admin, topics: readonly Topic[], replicas: number): Promise<void> {
  if (topics.length === 0) return;
  try {
    await admin.createTopics({
      timeout: MAKE_MS,
      waitForLeaders: false,
      topics: topics.map(({ name, partitions, settings }) => ({
        topic: name,
        numPartitions: partitions,
        replicationFactor: replicas,
        configEntries: Object.entries(settings).map(([setting, value]) => ({ name: setting, value })),
      })),
    });
  } catch (error) {
    if (!(error instanceof KafkaJSAggregateError)) throw error;
    const failure = error.errors.find((each) => !isThereAlready(each));
    if (failure instanceof Error) throw failure;
  }
  await untilKnown(admin, topics);
}

/** Brokers make topics before all of them know of it, also those that somebody else asked for a moment ago. */
async function untilKnown(admin: Admin, topics: readonly Topic[]): Promise<void> {
  const givenUpAt = performance.now() + MAKE_MS;
  for (;;) {
    try {
      await admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) });
      return;
    } catch (error) {
      const isNew = NEW_TOPIC.includes(protocolCodeOf(error) ?? '');
      if (!isNew || performance.now() > givenUpAt) throw error;
      await sleep(LOOK_MS);
    }
  }
}

function isThereAlready(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'TOPIC_ALREADY_EXISTS';
}
