import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import kafkajs, { type Admin } from 'kafkajs';
import { setTimeout as sleep } from 'node:timers/promises';
import { kafkaClient } from '../../src/adapters/kafka/client.js';
import { feedTopics } from '../../src/ledger/feed-topics.js';
import { send } from '../support/http.js';
import { FeedSite } from '../support/kafka/feed-site.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';

jest.setTimeout(120_000);

const { ConfigResourceTypes } = kafkajs;
const PATIENCE_MS = 60_000;

describeOver('who looks after topics', await sharedKafka(), (kafka) => {
  let feed: FeedSite;
  beforeAll(async () => {
    feed = await FeedSite.open('doctor', kafka().brokers);
  });
  afterAll(() => feed.clear());

  async function withAdmin<T>(work: (admin: Admin) => Promise<T>): Promise<T> {
    const admin = kafkaClient({ brokers: kafka().brokers.split(','), tls: false, login: undefined }).admin();
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  }

  /** All settings are given, for those that are not fall back to what the brokers have for any topic. */
  async function set(topic: string, setting: string, value: string): Promise<void> {
    const made = feedTopics(feed.prefix).find(({ name }) => name === topic)?.settings;
    const settings = { ...made, 'min.insync.replicas': '1', [setting]: value };
    const configEntries = Object.entries(settings).map(([name, each]) => ({ name, value: each }));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }];
    await withAdmin((admin) => admin.alterConfigs({ validateOnly: false, resources }));
  }

  async function until(isSo: () => Promise<boolean>, what: string): Promise<void> {
    const givenUpAt = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (Date.now() > givenUpAt) throw new Error(`not in ${PATIENCE_MS / 1000} s: ${what}`);
      await sleep(50);
    }
  }

  it('finds nothing to say where everything is as the program makes it', async () => {
    const { code, stdout } = await feed.site.run('doctor');
    expect(stdout).toContain(`well     topics: all 6 of ${feed.prefix} are there`);
    expect(stdout).toMatch(/well {5}feed: the ledger ends at entry \d+; entries were sent up to -1/);
    expect(code).toBe(0);
  });

  it('is warned, at start and by doctor, of submissions that are not unpacked and of settings that differ', async () => {
    const { submissions, receipts } = feed.topics;
    await set(submissions, 'compression.type', 'producer');
    await set(receipts, 'retention.ms', '1000000');
    const packed = `${submissions}: not as "tallystick topics" makes it: compression.type is producer, should be uncompressed`;
    const forgetful = `${receipts}: not as "tallystick topics" makes it: retention.ms is 1000000, should be `;
    const service = await feed.site.serve();
    // In the log every quotation mark has a backslash.
    const said = (): string => service.said().replaceAll('\\', '');
    await until(() => Promise.resolve(said().includes(forgetful)), 'a warning of the receipts');
    expect(said()).toContain(packed);
    expect(said()).not.toContain(feed.topics.totals);
    await service.stop();
    const { code, stdout } = await feed.site.run('doctor');
    expect(stdout).toContain(`WARNING  topic ${packed}`);
    expect(stdout).toContain(`WARNING  topic ${forgetful}`);
    expect(stdout).toContain('can stop its partition');
    expect(code).toBe(0);
    await set(submissions, 'compression.type', 'uncompressed');
  });

  it('learns from readiness and doctor that the feed was lost, and has it filled again', async () => {
    const first = await feed.site.serve();
    await feed.reached('entries');
    await first.stop();
    await withAdmin((admin) => admin.deleteTopics({ topics: [feed.topics.entries] }));
    await until(async () => (await feed.site.run('topics')).stdout.includes('made       '), 'topics made');
    const service = await feed.site.serve();
    const ready = async (): Promise<string> => JSON.stringify((await send(service.url, '/health/ready')).body);
    await until(async () => (await ready()).includes('feed-lost'), 'readiness says so');
    expect(await ready()).toMatch(/"status":"degraded".*--refill/);
    expect(service.said()).toContain('stands still');
    const looked = await feed.site.run('doctor');
    expect([looked.code, looked.stdout]).toEqual([1, expect.stringMatching(/FAILING {2}feed: .* lost messages/)]);
    const filled = await feed.site.run('topics', '--refill');
    expect(filled.stdout).toContain('fills the topic of entries from entry 0');
    await until(async () => !(await ready()).includes('feed-lost'), 'readiness is well again');
    expect((await feed.look(service.url)).violations).toEqual([]);
  });
});
