import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import kafkajs, { type Producer } from 'kafkajs';
import { kafkaClient, type KafkaConnection } from '../../src/adapters/kafka/client.js';
import { kafkaFeed } from '../../src/adapters/kafka/feed.js';
import { openTopicKeeper } from '../../src/adapters/kafka/topics.js';
import { relayLeads } from '../../src/adapters/postgres/relay-leads.js';
import type { OpenedLedger } from '../../src/app.module.js';
import { entryMessage } from '../../src/ledger/cloud-event.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import type { FeedMessage } from '../../src/ledger/feed.js';
import { feedTopics, topicNames, type TopicNames } from '../../src/ledger/feed-topics.js';
import { Follower, Followers } from '../../src/ledger/follower-state.js';
import { relayEntries } from '../../src/ledger/relay-entries.js';
import { relayTarget } from '../../src/ledger/relay.js';
import { startRelay } from '../../src/relay-runner.js';
import { makeBroker, type Broker } from '../support/kafka/broker.js';
import { NoKafkaHere } from '../support/kafka/jars.js';
import { importAll, makeCsv, makeDatabase, makeLedger, type Place } from './place.js';
import { compare, type Measured } from './rounds.js';

const ROWS = 20_000;
const BATCH = 1_000;
const RATE_PER_SECOND = 1_000;
const LATENCY_SECONDS = 10;
const MOST_P99_MS = 250;
const WRITERS = 32;
const ROUND_MS = 2_000;
const SOURCE = 'urn:tallystick:bench';
const PADDING = 'ä1"\\,'.repeat(120);

/** The relay against a raw producer with the same messages, batches and acks; from acknowledged to Kafka; and writing while the brokers are away. */
export async function* benchRelay(place: Place): AsyncGenerator<Measured> {
  const broker = await brokerHere();
  if (broker === undefined) return;
  const url = await makeDatabase(place, 'bench_relay');
  const opened = await makeLedger(url);
  try {
    await importAll(opened, await makeCsv(place, ROWS), ROWS);
    const connection = { brokers: [broker.address], tls: false, login: undefined };
    yield await throughput(opened, connection);
    yield await latency(opened, connection);
    yield await writingAlone(opened, connection, broker);
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

async function makeTopics(connection: KafkaConnection, prefix: string): Promise<void> {
  const keeper = await openTopicKeeper(connection);
  await keeper.make(
    feedTopics(prefix).map((topic) => ({ ...topic, settings: { ...topic.settings, 'min.insync.replicas': '1' } })),
    1,
  );
  await keeper.close();
}

/** Appends at a steady rate beside the relay in its thread, and times each entry from its receipt until a consumer has it. */
async function latency(opened: OpenedLedger, connection: KafkaConnection): Promise<Measured> {
  const prefix = `bench-${randomUUID()}`;
  await makeTopics(connection, prefix);
  const relay = startRelay(opened, { ...connection, topicPrefix: prefix }, new Followers(), () => undefined);
  const acknowledgedAt = new Map<number, number>();
  const arrivedAt = new Map<number, number>();
  const consumer = kafkaClient(connection).consumer({ groupId: prefix, maxWaitTimeInMs: 5 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicNames(prefix).entries, fromBeginning: true });
  await consumer.run({
    eachBatch: ({ batch }) => {
      const now = performance.now();
      for (const { headers } of batch.messages) arrivedAt.set(Number(String(headers?.['ce_entry'])), now);
      return Promise.resolve();
    },
  });
  const { store } = opened.ledger;
  const reached = async (entry: number): Promise<void> => {
    while (!arrivedAt.has(entry)) await sleep(20);
  };
  await reached(await store.head());
  const appends: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent < RATE_PER_SECOND * LATENCY_SECONDS; sent += 1) {
    const due = begun + (1000 * sent) / RATE_PER_SECOND;
    const earlyMs = due - performance.now();
    if (earlyMs > 1) await sleep(earlyMs);
    appends.push(append(store).then((entry) => void acknowledgedAt.set(entry, performance.now())));
  }
  await Promise.all(appends);
  const rate = appends.length / ((performance.now() - begun) / 1000);
  await reached(await store.head());
  await Promise.all([consumer.disconnect(), relay.stop()]);
  const took = [...acknowledgedAt].map(([entry, at]) => (arrivedAt.get(entry) ?? Infinity) - at).sort((a, b) => a - b);
  const at = (share: number): number => took[Math.floor(took.length * share)] ?? Infinity;
  const what = `from acknowledged to Kafka, at ${Math.round(rate)} entries/s`;
  const said = `median ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, most ${at(0.9999).toFixed(0)} ms; limit over p99:`;
  const limit = { against: `a p99 of ${MOST_P99_MS} ms`, atLeast: 1, unit: 'entries', pairs: 1 };
  return { what, ...limit, said, ours: [1 / at(0.99)], theirs: [1 / MOST_P99_MS], ratios: [MOST_P99_MS / at(0.99)] };
}

async function append(store: EventStore): Promise<number> {
  const id = randomUUID();
  const stream = `outcome-${id}`;
  const head = `{"actor":"bench","command":{"id":"${id}"},"data":{"text":"${PADDING.replaceAll(/["\\]/g, '')}"}`;
  const line = `${head},"id":"${id}","recordedAt":"2026-11-22T10:00:00.000Z","revision":0,"schema":1,"stream":"${stream}","type":"OutcomeRecorded"}`;
  const result = await store.append({ stream, expectedRevision: -1, lines: [{ id, line }] });
  if (result.kind !== 'appended' || result.entry === undefined) throw new Error(result.kind);
  return result.entry;
}

/** Writing with a relay that finds no broker, against writing without a relay. */
async function writingAlone(opened: OpenedLedger, connection: KafkaConnection, broker: Broker): Promise<Measured> {
  const prefix = `bench-${randomUUID()}`;
  await makeTopics(connection, prefix);
  const { store } = opened.ledger;
  const followers = new Followers();
  return compare(
    {
      what: `append with a relay whose broker is away, ${WRITERS} writers`,
      against: 'append without a relay',
      atLeast: 0.9,
      unit: 'entries',
      pairs: 6,
    },
    async () => {
      const relay = startRelay(opened, { ...connection, topicPrefix: prefix }, followers, () => undefined);
      while (followers.all()[0]?.standing !== 'following') await sleep(50);
      await broker.kill();
      const rate = await round(store);
      await relay.stop();
      await broker.start();
      return rate;
    },
    () => round(store),
  );
}

async function round(store: EventStore): Promise<number> {
  const begun = performance.now();
  let written = 0;
  const writer = async (): Promise<void> => {
    while (performance.now() - begun < ROUND_MS) {
      await append(store);
      written += 1;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, writer));
  return (1000 * written) / (performance.now() - begun);
}
