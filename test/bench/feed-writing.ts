import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConnection } from '../../src/adapters/kafka/client.js';
import type { OpenedLedger } from '../../src/app.module.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import { Followers, type FollowerState } from '../../src/ledger/follower-state.js';
import { startRelay } from '../../src/relay-runner.js';
import type { Broker } from '../support/kafka/broker.js';
import { append, appendSteadily, makeTopics } from './feed-ground.js';
import { compare, median, type Measured } from './rounds.js';

const WRITERS = 32;
const ROUND_MS = 2_000;
const RATE_PER_SECOND = 1_000;
const PAIRS = 6;
const PATIENCE_MS = 60_000;

/**
 * Writing beside a relay that finds no broker, and beside one that sends everything as it comes, against writing without a relay. The latter at a
 * steady rate, by how long each append takes: at full speed the broker, which is on another machine in earnest, would take half the processor here.
 */
export async function* writingBesideRelay(
  opened: OpenedLedger,
  connection: KafkaConnection,
  broker: Broker,
): AsyncGenerator<Measured> {
  const prefix = `bench-${randomUUID()}`;
  await makeTopics(connection, prefix);
  const { store } = opened.ledger;
  const beside = async (work: (relay: () => FollowerState | undefined) => Promise<number>): Promise<number> => {
    const followers = new Followers();
    const relay = startRelay(opened, { ...connection, topicPrefix: prefix }, followers, () => undefined);
    try {
      return await work(() => followers.all().find(({ name }) => name === 'relay'));
    } finally {
      await relay.stop();
    }
  };
  const comparison = { against: 'append without a relay', atLeast: 0.9, unit: 'entries', pairs: PAIRS };
  /** On both sides, so that neither has the processor that a broker takes. */
  const withoutBroker = async (): Promise<number> => {
    await broker.kill();
    return round(store);
  };
  yield await compare(
    { ...comparison, what: `append with a relay whose broker is away, ${WRITERS} writers` },
    async () => {
      const rate = await beside(async (relay) => {
        await until(() => relay()?.standing === 'following', 'lead');
        const measured = await withoutBroker();
        await until(() => relay()?.standing === 'away', 'miss its broker');
        return measured;
      });
      await broker.start();
      return rate;
    },
    async () => {
      const rate = await withoutBroker();
      await broker.start();
      return rate;
    },
  );
  yield await compare(
    {
      ...comparison,
      what: `append at ${RATE_PER_SECOND} a second with a relay that sends them`,
      unit: 'appends one by one',
    },
    () =>
      beside(async (relay) => {
        const head = await store.head();
        await until(() => (relay()?.entry ?? -1) >= head, 'catch up');
        const measured = await steadyRound(store);
        const now = await store.head();
        await until(() => (relay()?.entry ?? -1) >= now, 'send what was written');
        return measured;
      }),
    () => steadyRound(store),
  );
}

/** How many appends would fit into a second one after the other, by the median of how long one took. */
async function steadyRound(store: EventStore): Promise<number> {
  const tookMs: number[] = [];
  await appendSteadily(store, { perSecond: RATE_PER_SECOND, seconds: ROUND_MS / 1000 }, (_, ms) => tookMs.push(ms));
  return 1000 / median(tookMs);
}

async function until(isSo: () => boolean, what: string): Promise<void> {
  const givenUpAt = performance.now() + PATIENCE_MS;
  while (!isSo()) {
    if (performance.now() > givenUpAt) throw new Error(`the relay did not ${what}`);
    await sleep(20);
  }
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
