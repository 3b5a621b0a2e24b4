import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import { kafkaClient, type KafkaConnection } from '../../src/adapters/kafka/client.js';
import type { OpenedLedger } from '../../src/app.module.js';
import { topicNames } from '../../src/ledger/feed-topics.js';
import { Followers } from '../../src/ledger/follower-state.js';
import { startRelay } from '../../src/relay-runner.js';
import { appendSteadily, makeTopics } from './feed-ground.js';
import type { Measured } from './rounds.js';

const RATE_PER_SECOND = 1_000;
const SECONDS = 10;
const MOST_P99_MS = 250;
const PATIENCE_MS = 60_000;

/**
 * Appends at a steady rate beside the relay in its thread, and times each entry from its receipt until a consumer has it. Every one of them is
 * waited for, as partitions are read out of step; one that does not come ends the run.
 */
export async function feedLatency(opened: OpenedLedger, connection: KafkaConnection): Promise<Measured> {
  const prefix = `bench-${randomUUID()}`;
  await makeTopics(connection, prefix);
  const { store } = opened.ledger;
  const relay = startRelay(opened, { ...connection, topicPrefix: prefix }, new Followers(), () => undefined);
  const arrivedAt = new Map<number, number>();
  const consumer = await consuming(connection, prefix, arrivedAt);
  await arrived(arrivedAt, (await store.head()) + 1);
  const acknowledgedAt = new Map<number, number>();
  const rate = await appendSteadily(store, { perSecond: RATE_PER_SECOND, seconds: SECONDS }, (entry) =>
    acknowledgedAt.set(entry, performance.now()),
  );
  await arrived(arrivedAt, (await store.head()) + 1);
  await Promise.all([consumer.disconnect(), relay.stop()]);
  const took = [...acknowledgedAt].map(([entry, at]) => momentOf(arrivedAt, entry) - at).sort((a, b) => a - b);
  const at = (share: number): number => took[Math.ceil(took.length * share) - 1] ?? Infinity;
  const what = `from acknowledged to Kafka, ${took.length} entries at ${Math.round(rate)} a second`;
  const said = `median ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, most ${at(1).toFixed(0)} ms; limit over p99:`;
  const limit = { against: `a p99 of ${MOST_P99_MS} ms`, atLeast: 1, unit: 'entries', pairs: 1 };
  return { what, ...limit, said, ours: [1 / at(0.99)], theirs: [1 / MOST_P99_MS], ratios: [MOST_P99_MS / at(0.99)] };
}

/** Keeps the moment at which each entry came first. */
async function consuming(
  connection: KafkaConnection,
  prefix: string,
  arrivedAt: Map<number, number>,
): Promise<Consumer> {
  const consumer = kafkaClient(connection).consumer({ groupId: prefix, maxWaitTimeInMs: 5 });
  await consumer.connect();
  await consumer.subscribe({ topic: topicNames(prefix).entries, fromBeginning: true });
  await consumer.run({
    eachBatch: ({ batch }) => {
      const now = performance.now();
      for (const { headers } of batch.messages) {
        const entry = Number(String(headers?.['ce_entry']));
        if (!arrivedAt.has(entry)) arrivedAt.set(entry, now);
      }
      return Promise.resolve();
    },
  });
  return consumer;
}

/** Entry numbers are dense, so that as many different ones as there are entries are all of them. */
async function arrived(arrivedAt: ReadonlyMap<number, number>, count: number): Promise<void> {
  const givenUpAt = performance.now() + PATIENCE_MS;
  while (arrivedAt.size < count) {
    if (performance.now() > givenUpAt) throw new Error(`${arrivedAt.size} of ${count} entries came to Kafka`);
    await sleep(20);
  }
}

function momentOf(moments: ReadonlyMap<number, number>, entry: number): number {
  const moment = moments.get(entry);
  if (moment === undefined) throw new Error(`entry ${entry} did not come to Kafka`);
  return moment;
}
