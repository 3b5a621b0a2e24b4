import { Partitioners, type Admin, type Kafka, type Message, type Producer, type RecordMetadata } from 'kafkajs';
import {
  FeedAway,
  type Acknowledged,
  type Extent,
  type Feed,
  type FeedMessage,
  type LyingMessage,
  type Place,
} from '../../ledger/feed.js';
import { kafkaClient, type KafkaConnection } from './client.js';
import { asAway, away, isFinal } from './failures.js';
import { readAt } from './reading.js';

/** All replicas in sync. */
const ACKS = -1;
/** A producer that failed this often in a row is replaced: the client may have lost its way. */
const MOST_FAILURES = 10;

/** A feed by kafkajs. Connects when it is first used. */
export function kafkaFeed(connection: KafkaConnection): Feed {
  return new KafkaFeed(kafkaClient(connection));
}

class KafkaFeed implements Feed {
  /** Where each message of the present call went to. The client asks again for each attempt, and gets the same answer. */
  readonly #assigned = new Map<Message, number>();
  readonly #kafka: Kafka;
  #producer: Producer | undefined;
  #failures = 0;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  clusterId(): Promise<string> {
    return this.#ask(async (admin) => (await admin.describeCluster()).clusterId);
  }

  extents(topic: string): Promise<readonly Extent[]> {
    return this.#ask(async (admin) =>
      (await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => ({
        partition,
        begins: Number(low),
        ends: Number(high),
      })),
    );
  }

  read(topic: string, places: readonly Place[]): Promise<readonly LyingMessage[]> {
    return asAway(() => readAt(this.#kafka, topic, places));
  }

  /**
   * A producer that failed is used again: it sends the same messages under the same sequence numbers, by which the brokers know what they
   * have already. Only one that the brokers will not hear any more is replaced, and what it sent last may then be there twice.
   */
  async publish(topic: string, messages: readonly FeedMessage[]): Promise<readonly Acknowledged[]> {
    if (messages.length === 0) return [];
    try {
      this.#producer ??= await this.#connect();
      this.#assigned.clear();
      const sent = messages.map((message) => ({ ...message }));
      const answers = await this.#producer.sendBatch({ acks: ACKS, topicMessages: [{ topic, messages: sent }] });
      const acknowledged = this.#whereItWent(sent, answers);
      this.#failures = 0;
      return acknowledged;
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
          this.#assigned.set(message.message, partition);
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
  #whereItWent(sent: readonly Message[], answers: readonly RecordMetadata[]): readonly Acknowledged[] {
    const counts = new Map<number, { count: number; last: number }>();
    for (const [index, message] of sent.entries()) {
      const partition = this.#assigned.get(message) ?? -1;
      counts.set(partition, { count: (counts.get(partition)?.count ?? 0) + 1, last: index });
    }
    const firsts = new Map(
      answers.filter(({ errorCode }) => errorCode === 0).map((each) => [each.partition, Number(each.baseOffset)]),
    );
    const missing = [...counts.keys()].filter((partition) => !firsts.has(partition));
    if (missing.length > 0) {
      this.#discard();
      throw new FeedAway(`the brokers acknowledged nothing for partition ${missing.join(', ')}`);
    }
    return [...counts].flatMap(([partition, { count, last }]) => {
      const first = firsts.get(partition) ?? -1;
      // They took it and do not say where, as for what they had long before.
      return first < 0 ? [] : [{ partition, first, next: first + count, last }];
    });
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
