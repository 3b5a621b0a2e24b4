import type { Kafka } from 'kafkajs';
import type { LyingMessage, Place } from '../../ledger/feed.js';

/** What this needs to know of the insides of kafkajs 2.2.4. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>;
  findBroker(wanted: { readonly nodeId: string }): Promise<Broker>;
}

interface Broker {
  fetch(request: object): Promise<{ readonly responses: readonly { readonly partitions: readonly Fetched[] }[] }>;
}

interface Fetched {
  readonly messages: readonly {
    readonly offset: string;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer | readonly Buffer[]>>;
  }[];
}

type CreateCluster = (options: { readonly allowAutoTopicCreation: boolean }) => Cluster;

const CREATE_CLUSTER = 'private:Kafka:createCluster';
const MOST_BYTES = 1024 * 1024;
const WAIT_MS = 1_000;
/** Of all replicas, those that are acknowledged. */
const ISOLATION = 1;

/**
 * Reads single messages of a topic. kafkajs itself reads only as one of a group, for which the brokers wait seconds until others may have
 * joined; the library is frozen, so that its insides stay as they are.
 */
export async function readAt(kafka: Kafka, topic: string, places: readonly Place[]): Promise<readonly LyingMessage[]> {
  if (places.length === 0) return [];
  const cluster = createClusterOf(kafka)({ allowAutoTopicCreation: false });
  try {
    await cluster.connect();
    await cluster.addTargetTopic(topic);
    const found: LyingMessage[] = [];
    for (const place of places) found.push(...(await readOne(cluster, topic, place)));
    return found;
  } finally {
    await cluster.disconnect().catch(() => undefined);
  }
}

function createClusterOf(kafka: Kafka): CreateCluster {
  const symbol = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === CREATE_CLUSTER);
  if (symbol === undefined) throw new Error('this is not the kafkajs that this program was written for');
  return Reflect.get(kafka, symbol) as CreateCluster;
}

/** None or one: the brokers give whole batches, of which the others are left out. */
async function readOne(
  cluster: Cluster,
  topic: string,
  { partition, offset }: Place,
): Promise<readonly LyingMessage[]> {
  const [nodeId] = Object.keys(cluster.findLeaderForPartitions(topic, [partition]));
  if (nodeId === undefined) throw new Error(`partition ${partition} of ${topic} has no leader`);
  const broker = await cluster.findBroker({ nodeId });
  const wanted = { partition, fetchOffset: String(offset), maxBytes: MOST_BYTES };
  const { responses } = await broker.fetch({
    replicaId: -1,
    isolationLevel: ISOLATION,
    maxWaitTime: WAIT_MS,
    minBytes: 1,
    maxBytes: MOST_BYTES,
    topics: [{ topic, partitions: [wanted] }],
  });
  return responses
    .flatMap(({ partitions }) => partitions)
    .flatMap(({ messages }) => messages)
    .filter((message) => message.offset === String(offset))
    .map(({ value, headers }) => ({ partition, offset, value: String(value), headers: textsOf(headers) }));
}

function textsOf(headers: Fetched['messages'][number]['headers']): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}
