import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';
import { kafkaClient, type KafkaConnection } from '../../../src/adapters/kafka/client.js';
import { kafkaFeed } from '../../../src/adapters/kafka/feed.js';
import { openTopicKeeper } from '../../../src/adapters/kafka/topics.js';
import { openPostgresEventStore } from '../../../src/adapters/postgres/event-store.js';
import { openFiguresByPlace } from '../../../src/adapters/postgres/figures-by-place.js';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { openReadModel } from '../../../src/adapters/postgres/read-model.js';
import { relayLeads } from '../../../src/adapters/postgres/relay-leads.js';
import type { EventStore } from '../../../src/ledger/event-store.js';
import type { Feed } from '../../../src/ledger/feed.js';
import { feedTopics, topicNames, type TopicNames } from '../../../src/ledger/feed-topics.js';
import { Follower, type FollowerState } from '../../../src/ledger/follower-state.js';
import { relayTarget, runRelay } from '../../../src/ledger/relay.js';
import type { RelayLeads } from '../../../src/ledger/relay-lead.js';
import type { Starting } from '../../../src/ledger/relay-start.js';
import { freshDatabase } from '../postgres.js';

const PATIENCE_MS = 30_000;
const LOOK_MS = 100;

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** A ledger of plain lines whose relay runs in this process, over topics of its own, and looks often whether they are whole. */
export class FeedInProcess {
  readonly said: string[] = [];
  readonly topics: TopicNames;
  readonly feed: Feed;
  readonly leads: RelayLeads;
  #lines = 0;

  private constructor(
    private readonly url: string,
    private readonly connection: KafkaConnection,
    readonly store: EventStore,
    readonly prefix: string,
    private readonly drop: () => Promise<void>,
  ) {
    this.topics = topicNames(prefix);
    this.feed = kafkaFeed(connection);
    this.leads = relayLeads(url);
  }

  /** On topics of a prefix of its own, unless it is given one that has its topics. */
  static async open(brokers: string, givenPrefix?: string): Promise<FeedInProcess> {
    const database = await freshDatabase('feed', migrated);
    // Rights on a database are not copied with it.
    await migrated(database.ownerUrl);
    const connection = { brokers: brokers.split(','), tls: false, login: undefined };
    const store = await openPostgresEventStore({ url: database.applicationUrl });
    const prefix = givenPrefix ?? `lost-${randomUUID().slice(0, 8)}`;
    const here = new FeedInProcess(database.applicationUrl, connection, store, prefix, () => database.drop());
    if (givenPrefix === undefined) await here.makeTopics();
    return here;
  }

  async clear(): Promise<void> {
    await Promise.all([this.store.close(), this.feed.close()]);
    await this.drop();
  }

  /** Adds lines to the ledger, each in a stream of its own. */
  async append(count: number): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      const [id, stream] = [randomUUID(), `outcome-${randomUUID()}`];
      const line = `{"actor":"a","command":{},"data":{"n":${(this.#lines += 1)}},"id":"${id}","recordedAt":"2026-11-22T10:00:00.000Z","revision":0,"schema":1,"stream":"${stream}","type":"OutcomeRecorded"}`;
      const { kind } = await this.store.append({ stream, expectedRevision: -1, lines: [{ id, line }] });
      if (kind !== 'appended') throw new Error(kind);
    }
  }

  /** Runs the relay until what is waited for is so, and gives how it then stands. */
  async relayUntil(
    isSo: (state: FollowerState) => boolean,
    { meanwhile, lookMs = LOOK_MS }: { meanwhile?: () => Promise<void>; lookMs?: number } = {},
  ): Promise<FollowerState> {
    const [entries, figures] = [new Follower('relay'), new Follower('relay-figures')];
    const model = await openReadModel({ url: this.url, connections: 1 });
    const byPlace = openFiguresByPlace(this.url);
    const feeds = { entries: this.feed, figures: kafkaFeed(this.connection) };
    const ending = new AbortController();
    const running = runRelay(
      {
        store: this.store,
        model,
        byPlace,
        leads: this.leads,
        feeds,
        followers: { entries, figures },
        topicPrefix: this.prefix,
        log: (message) => void this.said.push(message),
        lookMs,
      },
      ending.signal,
    );
    try {
      await meanwhile?.();
      const givenUpAt = Date.now() + PATIENCE_MS;
      while (!isSo(entries.state())) {
        if (Date.now() > givenUpAt) throw new Error(`the relay: ${JSON.stringify(entries.state().trouble)}`);
        await sleep(20);
      }
      return entries.state();
    } finally {
      ending.abort();
      await running;
      await Promise.all([model.close(), byPlace.close(), feeds.figures.close(), this.feed.close()]);
    }
  }

  /** Relays all that is in the ledger now. */
  async relayAll(): Promise<void> {
    const head = await this.store.head();
    await this.relayUntil(({ standing, entry }) => standing === 'following' && entry === head);
    // The checkpoint is written while the next request would be made.
    while ((await this.standing()).entries?.entry !== head) await sleep(20);
  }

  async standing(): ReturnType<RelayLeads['standing']> {
    return this.leads.standing(await this.target());
  }

  async target(): Promise<string> {
    return relayTarget(await this.feed.clusterId(), this.prefix);
  }

  starting(): Starting {
    return { store: this.store, feed: this.feed, topics: this.topics };
  }

  async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = kafkaClient(this.connection).admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  async makeTopics(): Promise<void> {
    const keeper = await openTopicKeeper(this.connection);
    await keeper.make(feedTopics(this.prefix), 1);
    await keeper.close();
  }

  /** Deletes the topic of entries and makes it anew. */
  async makeAnew(): Promise<void> {
    await this.withAdmin(async (admin) => {
      await admin.deleteTopics({ topics: [this.topics.entries] });
      while ((await admin.listTopics()).includes(this.topics.entries)) await sleep(20);
    });
    await this.makeTopics();
  }

  /** Puts messages into the topic of entries that the relay did not send. */
  async put(
    messages: readonly { readonly key: string; readonly value: string; readonly entry: number }[],
  ): Promise<void> {
    const producer = kafkaClient(this.connection).producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    const sent = messages.map(({ key, value, entry }) => ({ key, value, headers: { ce_entry: String(entry) } }));
    await producer.send({ topic: this.topics.entries, acks: -1, messages: sent });
    await producer.disconnect();
  }
}
