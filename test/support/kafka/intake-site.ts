import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import kafkajs, { type Admin, type Producer } from 'kafkajs';
import { migrate } from '../../../src/adapters/postgres/migrate.js';
import { kafkaClient } from '../../../src/adapters/kafka/client.js';
import { protocolCodeOf } from '../../../src/adapters/kafka/failures.js';
import { limitHeaders } from '../../../src/adapters/kafka/header-limit.js';
import { topicNames, type TopicNames } from '../../../src/ledger/feed-topics.js';
import { linesOf } from '../inquiry.js';
import { freshDatabase } from '../postgres.js';
import { Site, type Environment } from '../service-process.js';
import type { Sending } from '../submissions.js';
import { lookAtIntake, NUMBER, type Fate, type Sent } from './intake-oracle.js';
import { readTopic, type Lying } from './read-topic.js';

const { CompressionTypes, ConfigResourceTypes } = kafkajs;
// Only some of the headers of a message that has very many, or reading them takes minutes.
limitHeaders();
const NONE = CompressionTypes.None;
const PATIENCE_MS = 120_000;
const GROUND = 'src/demo-data/collaborations.json';

const migrated = (ownerUrl: string): Promise<void> => migrate(ownerUrl, () => undefined);

/** A ledger with an intake: a database, topics of its own, somebody who submits, and programs that take it. */
export class IntakeSite {
  readonly topics: TopicNames;
  /** Everything that was submitted, by its number. */
  readonly sent: Sent[] = [];
  #producer: Producer | undefined;

  private constructor(
    readonly site: Site,
    readonly brokers: string,
    readonly prefix: string,
    readonly databaseUrl: string,
    private readonly drop: () => Promise<void>,
    /** How many entries stood there before anything was submitted. */
    private readonly ground: number,
  ) {
    this.topics = topicNames(prefix);
  }

  /** With the ground laid and the topics made. `through` gives the address by which the programs reach the database. */
  static async open(
    label: string,
    brokers: string,
    through: (databaseUrl: string) => Promise<string> = (url) => Promise.resolve(url),
  ): Promise<IntakeSite> {
    const database = await freshDatabase(label, migrated);
    const prefix = `intake-${randomUUID().slice(0, 8)}`;
    const settings: Environment = {
      DATABASE_URL: await through(database.ownerUrl),
      KAFKA_BROKERS: brokers,
      KAFKA_TOPIC_PREFIX: prefix,
    };
    const site = await Site.open(settings);
    for (const command of [['topics'], ['load-collaborations', GROUND]]) {
      const { code, stderr, stdout } = await site.run(...command);
      if (code !== 0) throw new Error(`${command.join(' ')}: ${stderr}${stdout}`);
    }
    const ground = (await headOf(database.ownerUrl)) + 1;
    return new IntakeSite(site, brokers, prefix, database.ownerUrl, () => database.drop(), ground);
  }

  async clear(): Promise<void> {
    await this.#producer?.disconnect();
    await this.site.clear();
    await this.drop();
  }

  /**
   * Submits, in order, what is to be recorded or has another fate. Goes on until the brokers have acknowledged all of it, unless they say that they
   * never will; what was in doubt meanwhile may lie there twice.
   */
  async submit(sendings: readonly Sending[], fate: Fate = 'recorded', compression = NONE): Promise<void> {
    const first = this.sent.length;
    this.sent.push(...sendings.map((sending) => ({ sending, fate })));
    // The number first, where one has more headers than are read.
    const messages = sendings.map(({ key, headers, value }, i) => ({
      key,
      headers: { [NUMBER]: String(first + i), ...headers },
      value,
    }));
    for (;;) {
      try {
        this.#producer ??= await this.#connect();
        await this.#producer.send({ topic: this.topics.submissions, acks: -1, compression, messages });
        return;
      } catch (error) {
        if (protocolCodeOf(error) === 'MESSAGE_TOO_LARGE') throw error;
        await this.#producer?.disconnect().catch(() => undefined);
        this.#producer = undefined;
        await sleep(100);
      }
    }
  }

  async #connect(): Promise<Producer> {
    const producer = this.#kafka().producer({ idempotent: true, maxInFlightRequests: 1 });
    await producer.connect();
    return producer;
  }

  #kafka() {
    return kafkaClient({ brokers: this.brokers.split(','), tls: false, login: undefined });
  }

  async withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = this.#kafka().admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** While a topic takes no more than a byte, nobody's message to it is acknowledged. */
  async acknowledging(topic: string, does: boolean): Promise<void> {
    const setting = { name: 'max.message.bytes', value: does ? '4194304' : '1' };
    const resource = { type: ConfigResourceTypes.TOPIC, name: topic, configEntries: [setting] };
    await this.withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources: [resource] }));
  }

  /** How many submissions the intake has settled; all partitions together. */
  async settled(): Promise<number> {
    const groupId = `${this.prefix}.intake.v1`;
    const [found] = await this.withAdmin((admin) => admin.fetchOffsets({ groupId, topics: [this.topics.submissions] }));
    return (found?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
  }

  /** Until the intake has settled so many, by default all that were submitted. */
  async settledAll(count = this.sent.length): Promise<void> {
    await this.until(async () => (await this.settled()) >= count, `settle ${count} submissions`);
  }

  async until(isSo: () => Promise<boolean>, what: string): Promise<void> {
    const givenUpAt = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (Date.now() > givenUpAt) throw new Error(`the intake did not ${what} in ${PATIENCE_MS / 1000} s`);
      await sleep(50);
    }
  }

  receipts(): Promise<readonly Lying[]> {
    return readTopic(this.brokers, this.topics.receipts);
  }

  rejects(): Promise<readonly Lying[]> {
    return readTopic(this.brokers, this.topics.rejects);
  }

  /** What is wrong with what became of everything that was submitted. `url`: of a service that tells the lines of the ledger. */
  async violations(url: string): Promise<readonly string[]> {
    const { submissions, receipts, rejects } = this.topics;
    const found = {
      submissions: await readTopic(this.brokers, submissions),
      receipts: await readTopic(this.brokers, receipts),
      rejects: await readTopic(this.brokers, rejects),
      lines: await linesOf(url),
    };
    return lookAtIntake(this.sent, found, this.ground);
  }

  /** How many entries there are beyond the ground. */
  async recorded(): Promise<number> {
    return (await headOf(this.databaseUrl)) + 1 - this.ground;
  }
}

async function headOf(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ head: string }>('SELECT next - 1 AS head FROM ledger.head');
    return Number(rows[0]?.head);
  } finally {
    await client.end();
  }
}
