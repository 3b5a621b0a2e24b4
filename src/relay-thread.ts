import { parentPort, workerData } from 'node:worker_threads';
import { kafkaFeed } from './adapters/kafka/feed.js';
import { openFiguresByPlace } from './adapters/postgres/figures-by-place.js';
import { openReadModel } from './adapters/postgres/read-model.js';
import { relayLeads } from './adapters/postgres/relay-leads.js';
import type { KafkaSettings } from './kafka-settings.js';
import { Followers } from './ledger/follower-state.js';
import { runRelay } from './ledger/relay.js';
import { openStoreToFollow, type LedgerHome } from './open-store.js';
import type { ThreadMessage } from './threads.js';

/** What the thread is started with. */
export interface RelayThreadData {
  readonly home: LedgerHome;
  readonly kafka: KafkaSettings;
}

const STATE_MS = 500;

const { home, kafka } = workerData as RelayThreadData;
const { applicationUrl: url } = home;
const post = (message: ThreadMessage): void => parentPort?.postMessage(message);
const ending = new AbortController();
// Any message means: end.
parentPort?.once('message', () => ending.abort());

const followers = new Followers();
const telling = setInterval(() => post({ followers: followers.all() }), STATE_MS);
const store = await openStoreToFollow(home);
const model = await openReadModel({ url, connections: 1 });
const byPlace = openFiguresByPlace(url);
const feeds = { entries: kafkaFeed(kafka), figures: kafkaFeed(kafka) };
await runRelay(
  {
    store,
    model,
    byPlace,
    leads: relayLeads(url),
    feeds,
    followers: { entries: followers.follower('relay'), figures: followers.follower('relay-figures') },
    topicPrefix: kafka.topicPrefix,
    log: (message) => post({ say: message }),
  },
  ending.signal,
);
clearInterval(telling);
await Promise.all([feeds.entries.close(), feeds.figures.close(), byPlace.close(), model.close()]);
await store.close();
post({ followers: followers.all() });
parentPort?.close();
