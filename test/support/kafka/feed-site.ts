import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { topicNames, type TopicNames } from '../../../src/ledger/feed-topics.js';
import { linesOf } from '../inquiry.js';
import { freshDatabase } from '../postgres.js';
import { Site } from '../service-process.js';
import { wrongTotals } from '../brute-totals.js';
import { latestOf, lookAtFeed, type FeedFound } from './feed-oracle.js';
import { readTopic } from './read-topic.js';

const PATIENCE_MS = 120_000;

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** A ledger with a feed: a database, topics and programs of its own. */
export class FeedSite {
  private constructor(
    readonly site: Site,
    private readonly brokers: string,
    readonly prefix: string,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
  ) {}

  /** With the ground laid and the topics made. */
  static async open(label: string, brokers: string): Promise<FeedSite> {
    const database = await freshDatabase(label, migrated);
    const prefix = `test-${randomUUID()}`;
    const kafka = { KAFKA_BROKERS: brokers, KAFKA_TOPIC_PREFIX: prefix };
    const site = await Site.open({ DATABASE_URL: database.ownerUrl, ...kafka });
    const here = new FeedSite(site, brokers, prefix, database.ownerUrl, () => database.drop());
    for (const command of [['topics'], ['load-collaborations', 'src/demo-data/collaborations.json']]) {
      const { code, stderr } = await site.run(...command);
      if (code !== 0) throw new Error(`${command.join(' ')}: ${stderr}`);
    }
    return here;
  }

  get topics(): TopicNames {
    return topicNames(this.prefix);
  }

  async clear(): Promise<void> {
    await this.site.clear();
    await this.drop();
  }

  /** How far a part of the feed has come; -1 before there is one. */
  async at(part: 'entries' | 'figures'): Promise<number> {
    const [row] = await this.#rows('SELECT entry FROM feed.checkpoints WHERE part = $1', [part]);
    return Number(row?.['entry'] ?? -1);
  }

  /** Until the part has come at least this far; by default as far as the ledger goes now. */
  async reached(part: 'entries' | 'figures', entry?: number): Promise<void> {
    const [row] = await this.#rows('SELECT next - 1 AS head FROM ledger.head', []);
    const wanted = entry ?? Number(row?.['head']);
    const givenUpAt = Date.now() + PATIENCE_MS;
    while ((await this.at(part)) < wanted) {
      if (Date.now() > givenUpAt) throw new Error(`the feed's ${part} did not come to entry ${wanted}`);
      await sleep(20);
    }
  }

  /** What the topic of entries is, once the feed has come to the end. `url`: of a service that tells the lines of the ledger. */
  async look(url: string): Promise<FeedFound> {
    await this.reached('entries');
    return lookAtFeed(await readTopic(this.brokers, this.topics.entries), await linesOf(url));
  }

  /** Every latest total of the topic that is not the sum of the postings, once the feed has come to the end. */
  async wrongTotals(url: string): Promise<readonly string[]> {
    const latest = await this.latest('totals');
    return wrongTotals(await linesOf(url), { rows: [...latest.values()] });
  }

  /** The last value of each key, once the feed has come to the end. */
  async latest(topic: 'totals' | 'statements'): Promise<ReturnType<typeof latestOf>> {
    await this.reached('figures');
    return latestOf(await readTopic(this.brokers, this.topics[topic]));
  }

  /** Ends every session that holds a relay's lock, as a server does that takes its client for gone. */
  async endLeads(): Promise<void> {
    await this.#rows(
      `SELECT pg_terminate_backend(pid) FROM pg_locks
       WHERE locktype = 'advisory' AND classid = 842120 AND granted
         AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      [],
    );
  }

  async epoch(): Promise<number> {
    const [row] = await this.#rows(`SELECT epoch FROM feed.checkpoints WHERE part = 'entries'`, []);
    return Number(row?.['epoch'] ?? 0);
  }

  async #rows(text: string, values: unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]> {
    const client = new pg.Client({ connectionString: this.databaseUrl });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(text, values)).rows;
    } finally {
      await client.end();
    }
  }
}
