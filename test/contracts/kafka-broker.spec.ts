import { afterAll, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';
import { kafkaClient } from '../../src/adapters/kafka/client.js';
import { describeOver, ownKafka, sharedKafka } from '../support/kafka/kafka.js';

jest.setTimeout(120_000);

const clientOf = (brokers: string): Kafka => kafkaClient({ brokers: brokers.split(','), tls: false, login: undefined });

/** Sends one message to a new topic and gives what comes back. */
async function roundTrip(brokers: string): Promise<string | undefined> {
  const topic = `broker-test-${randomUUID()}`;
  const kafka = clientOf(brokers);
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1 }] });
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  await producer.send({ topic, acks: -1, messages: [{ key: 'key', value: 'value' }] });
  await producer.disconnect();
  const value = await firstOf(kafka, topic);
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  return value;
}

async function firstOf(kafka: Kafka, topic: string): Promise<string | undefined> {
  const consumer = kafka.consumer({ groupId: topic });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  const value = await new Promise<string | undefined>((resolve, reject) => {
    const eachMessage = ({ message }: { message: { value: Buffer | null } }): Promise<void> => {
      resolve(message.value?.toString());
      return Promise.resolve();
    };
    consumer.run({ eachMessage }).catch(reject);
  });
  await consumer.disconnect();
  return value;
}

describeOver('the broker of the tests', await sharedKafka(), (kafka) => {
  it('takes a message and gives it back', async () => {
    expect(await roundTrip(kafka().brokers)).toBe('value');
  });
});

describeOver('a broker of a suite’s own', await ownKafka(), (broker) => {
  afterAll(() => broker().remove());

  it('starts, comes back after kill -9 and after stopping, and keeps its data', async () => {
    const { address } = broker();
    await broker().start();
    const admin = clientOf(address).admin();
    await admin.connect();
    await admin.createTopics({ waitForLeaders: true, topics: [{ topic: 'kept', numPartitions: 1 }] });
    await admin.disconnect();
    await broker().kill();
    await expect(clientOf(address).admin().connect()).rejects.toThrow('Connection');
    await broker().start();
    await broker().stop();
    await broker().start();
    const again = clientOf(address).admin();
    await again.connect();
    expect(await again.listTopics()).toContain('kept');
    await again.disconnect();
    expect(await roundTrip(address)).toBe('value');
  });
});
