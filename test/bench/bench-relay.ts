import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Producer } from 'kafkajs';
import { kafkaClient, type KafkaConnection } from '../../src/adapters/kafka/client.js';
import { kafkaFeed } from '../../src/adapters/kafka/feed.js';
import { relayLeads } from '../../src/adapters/postgres/relay-leads.js';
import type { OpenedLedger } from '../../src/app.module.js';
import { entryMessage } from '../../src/ledger/cloud-event.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import type { FeedMessage } from '../../src/ledger/feed.js';
import { topicNames, type TopicNames } from '../../src/ledger/feed-topics.js';
import { Follower } from '../../src/ledger/follower-state.js';
import { relayEntries } from '../../src/ledger/relay-entries.js';
import { relayTarget } from '../../src/ledger/relay.js';
import { makeBroker, type Broker } from '../support/kafka/broker.js';
import { NoKafkaHere } from '../support/kafka/jars.js';
import { makeTopics } from './feed-ground.js';
import { feedLatency } from './feed-latency.js';
import { writingBesideRelay } from './feed-writing.js';
import { importAll, makeCsv, makeDatabase, makeLedger, type Place } from './place.js';
import { compare, type Measured } from './rounds.js';

const ROWS = 20_000;
const BATCH = 1_000;
const SOURCE = 'urn:tallystick:bench';

/** The relay against a raw producer with the same messages, batches and acks; from acknowledged to Kafka; and writing beside it. */
export async function* benchRelay(place: Place): AsyncGenerator<Measured> {
  const broker = await brokerHere();
  if (broker === undefined) return;
  const url = await makeDatabase(place, 'bench_relay');
  const opened = await makeLedger(url);
  try {
    await importAll(opened, await makeCsv(place, ROWS), ROWS);
    const connection = { brokers: [broker.address], tls: false, login: undefined };
    yield await throughput(opened, connection);
    yield await feedLatency(opened, connection);
    yield* writingBesideRelay(opened, connection, broker);
  } finally {
    await opened.close();
    await broker.remove();
  }
}

async function brokerHere(): Promise<Broker | undefined> {
  try {
    const broker = await makeBroker();
    await broker.start();
    return broker;
  } catch (error) {
    if (!(error instanceof NoKafkaHere)) throw error;
    process.stdout.write(`not run: relay: ${error.message}\n`);
    return undefined;
  }
}

/** Both sides fill topics of their own in each round, and are counted by what the brokers then have. */
async function throughput({ ledger, applicationUrl }: OpenedLedger, connection: KafkaConnection): Promise<Measured> {
  const { store } = ledger;
  const messages = await allMessages(store);
  const feed = kafkaFeed(connection);
  const producer = kafkaClient(connection).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const clusterId = await feed.clusterId();
  const measured = await compare(
    {
      what: `relay of ${messages.length} entries`,
      against: 'raw kafkajs producer, same messages, batches and acks',
      atLeast: 0.7,
      unit: 'entries',
      pairs: 6,
    },
    () =>
      filled(connection, messages.length, async (topics, prefix) => {
        const lead = await relayLeads(applicationUrl).lead(relayTarget(clusterId, prefix));
        if (lead === undefined) throw new Error('another relay leads');
        const done = new AbortController();
        const follower = new Follower('relay');
        const log = (message: string): void => void process.stderr.write(`${message}\n`);
        const relaying = { store, lead, feed, clusterId, follower, log, topic: topics.entries, source: SOURCE };
        const relayed = relayEntries(relaying, done.signal);
        while ((follower.state().entry ?? -1) < messages.length - 1) await Promise.race([sleep(1), relayed]);
        done.abort();
        await relayed;
        await lead.release();
      }),
    () => filled(connection, messages.length, (topics) => sendAll(producer, topics.entries, messages)),
  );
  await Promise.all([feed.close(), producer.disconnect()]);
  return measured;
}

async function sendAll(producer: Producer, topic: string, messages: readonly FeedMessage[]): Promise<void> {
  for (let from = 0; from < messages.length; from += BATCH) {
    const batch = messages.slice(from, from + BATCH);
    await producer.sendBatch({ acks: -1, topicMessages: [{ topic, messages: batch.map((each) => ({ ...each })) }] });
  }
}

async function allMessages(store: EventStore): Promise<readonly FeedMessage[]> {
  const messages: FeedMessage[] = [];
  for (;;) {
    const lines = await store.readAll(messages.length - 1, BATCH);
    if (lines.length === 0) return messages;
    messages.push(...lines.map((line) => entryMessage(line, SOURCE)));
  }
}

/** Makes topics, fills them, and gives the rate; throws unless the topic of entries then has so many messages. */
async function filled(
  connection: KafkaConnection,
  count: number,
  fill: (topics: TopicNames, prefix: string) => Promise<void>,
): Promise<number> {
  const prefix = `bench-${randomUUID()}`;
  const topics = topicNames(prefix);
  await makeTopics(connection, prefix);
  const begun = performance.now();
  await fill(topics, prefix);
  const seconds = (performance.now() - begun) / 1000;
  const admin = kafkaClient(connection).admin();
  await admin.connect();
  const there = (await admin.fetchTopicOffsets(topics.entries)).reduce((sum, { high }) => sum + Number(high), 0);
  await admin.disconnect();
  if (there !== count) throw new Error(`${there} messages in the topic, not ${count}`);
  return count / seconds;
}
