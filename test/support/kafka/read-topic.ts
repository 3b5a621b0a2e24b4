import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { kafkaClient } from '../../../src/adapters/kafka/client.js';

/** A message as it lies in a topic. */
export interface Lying {
  readonly partition: number;
  readonly offset: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Everything that a topic holds now, partition by partition, in order of offset. */
export async function readTopic(brokers: string, topic: string): Promise<readonly Lying[]> {
  const kafka = kafkaClient({ brokers: brokers.split(','), tls: false, login: undefined });
  const missing = await endsOf(kafka, topic);
  const found: Lying[] = [];
  if (missing.size === 0) return found;
  const consumer = kafka.consumer({ groupId: `read-${randomUUID()}` });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    const eachBatch: Parameters<typeof consumer.run>[0] = {
      eachBatch: ({ batch: { partition, messages } }) => {
        for (const { offset, key, value, headers = {} } of messages) {
          const texts = Object.entries(headers).map(([name, held]) => [name, String(held)] as const);
          found.push({
            partition,
            offset: Number(offset),
            key: String(key),
            value: String(value),
            headers: Object.fromEntries(texts),
          });
        }
        const last = messages.at(-1);
        if (last !== undefined && Number(last.offset) + 1 >= (missing.get(partition) ?? 0)) missing.delete(partition);
        if (missing.size === 0) resolve();
        return Promise.resolve();
      },
    };
    consumer.run(eachBatch).catch(reject);
  });
  await consumer.disconnect();
  return found.toSorted((one, other) => one.partition - other.partition || one.offset - other.offset);
}

/** Of partitions that hold anything, the offset that the next message will have. */
async function endsOf(kafka: Kafka, topic: string): Promise<Map<number, number>> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    const held = offsets.filter(({ high, low }) => Number(high) > Number(low));
    return new Map(held.map(({ partition, high }) => [partition, Number(high)]));
  } finally {
    await admin.disconnect();
  }
}
