import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaConnection } from '../../src/adapters/kafka/client.js';
import { openTopicKeeper } from '../../src/adapters/kafka/topics.js';
import type { EventStore } from '../../src/ledger/event-store.js';
import { feedTopics } from '../../src/ledger/feed-topics.js';

const PADDING = 'ä1,'.repeat(120);

/** Makes the topics of a prefix, as `tallystick topics` does on one broker. */
export async function makeTopics(connection: KafkaConnection, prefix: string): Promise<void> {
  const keeper = await openTopicKeeper(connection);
  await keeper.make(
    feedTopics(prefix).map((topic) => ({ ...topic, settings: { ...topic.settings, 'min.insync.replicas': '1' } })),
    1,
  );
  await keeper.close();
}

/** Appends one line of about the size of a recorded outcome to a stream of its own, and gives its entry number once it is durable. */
export async function append(store: EventStore): Promise<number> {
  const id = randomUUID();
  const stream = `outcome-${id}`;
  const head = `{"actor":"bench","command":{"id":"${id}"},"data":{"text":"${PADDING}"}`;
  const line = `${head},"id":"${id}","recordedAt":"2026-11-22T10:00:00.000Z","revision":0,"schema":1,"stream":"${stream}","type":"OutcomeRecorded"}`;
  const result = await store.append({ stream, expectedRevision: -1, lines: [{ id, line }] });
  if (result.kind !== 'appended' || result.entry === undefined) throw new Error(result.kind);
  return result.entry;
}

/**
 * Appends at a steady rate, tells of each its entry number and how many milliseconds it took, and gives the rate that it came to. An open
 * loop: an append that is slow holds up none of those that are due.
 */
export async function appendSteadily(
  store: EventStore,
  { perSecond, seconds }: { readonly perSecond: number; readonly seconds: number },
  appended: (entry: number, ms: number) => void,
): Promise<number> {
  const appends: Promise<void>[] = [];
  const begun = performance.now();
  for (let sent = 0; sent < perSecond * seconds; sent += 1) {
    const earlyMs = begun + (1000 * sent) / perSecond - performance.now();
    if (earlyMs > 1) await sleep(earlyMs);
    const from = performance.now();
    appends.push(append(store).then((entry) => appended(entry, performance.now() - from)));
  }
  await Promise.all(appends);
  return appends.length / ((performance.now() - begun) / 1000);
}
