import { Partitioners, type Admin, type Kafka, type Producer, type RecordMetadata } from 'kafkajs';
import { FeedAway, type Feed, type FeedMessage } from '../../ledger/feed.js';
import { kafkaClient, type KafkaConnection } from './client.js';
import { asAway, away, isFinal } from './failures.js';

/** All replicas in sync. */
const ACKS = -1;
/** A producer that failed this often in a row is replaced: the client may have lost its way. */
const MOST_FAILURES = 10;

/** A feed by kafkajs. Connects when it is first used. */
export function kafkaFeed(connection: KafkaConnection): Feed {
  return new KafkaFeed(kafkaClient(connection));
}

class KafkaFeed implements Feed {
  /** Partitions that messages of the present call went to. */
  readonly #assigned = new Set<number>();
  readonly #kafka: Kafka;
  #producer: Producer | undefined;
  #failures = 0;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  clusterId(): Promise<string> {
    return this.#ask(async (admin) => (await admin.describeCluster()).clusterId);
  }

  isEmpty(topic: string): Promise<boolean> {
    return this.#ask(async (admin) => (await admin.fetchTopicOffsets(topic)).every(({ high }) => high === '0'));
  }

  /**
   * A producer that failed is used again: it sends the same messages under the same sequence numbers, by which the brokers know what they
   * have already. Only one that the brokers will not hear any more is replaced, and what it sent last may then be there twice.
   */
  async publish(topic: string, messages: readonly FeedMessage[]): Promise<void> {
    if (messages.length === 0) return;
    try {
      this.#producer ??= await this.#connect();
      this.#assigned.clear();
      const acknowledged = await this.#producer.sendBatch({
        acks: ACKS,
        topicMessages: [{ topic, messages: messages.map((message) => ({ ...message })) }],
      });
      this.#assertAllThere(acknowledged);
      this.#failures = 0;
    } catch (error) {
      this.#failures += 1;
      if (isFinal(error) || this.#failures >= MOST_FAILURES) this.#discard();
      throw away(error);
    }
  }

  async close(): Promise<void> {
    await this.#producer?.disconnect().catch(() => undefined);
    this.#producer = undefined;
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      createPartitioner: () => {
        const choose = Partitioners.DefaultPartitioner();
        return (message) => {
          const partition = choose(message);
          this.#assigned.add(partition);
          return partition;
        };
      },
    });
    try {
      await producer.connect();
    } catch (error) {
      producer.disconnect().catch(() => undefined);
      throw error;
    }
    return producer;
  }

  /**
   * kafkajs asks each broker once that answered, and may leave a partition out whose leader moves while it tries again with another: the
   * call then succeeds without it.
   */
  #assertAllThere(acknowledged: readonly RecordMetadata[]): void {
    const there = new Set(acknowledged.filter(({ errorCode }) => errorCode === 0).map(({ partition }) => partition));
    const missing = [...this.#assigned].filter((partition) => !there.has(partition));
    if (missing.length === 0) return;
    this.#discard();
    throw new FeedAway(`the brokers acknowledged nothing for partition ${missing.join(', ')}`);
  }

  #discard(): void {
    this.#failures = 0;
    this.#producer?.disconnect().catch(() => undefined);
    this.#producer = undefined;
  }

  async #ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka.admin();
    try {
      return await asAway(async () => {
        await admin.connect();
        return question(admin);
      });
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
