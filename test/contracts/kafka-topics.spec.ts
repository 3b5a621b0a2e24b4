import { expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { kafkaClient } from '../../src/adapters/kafka/client.js';
import { openTopicKeeper } from '../../src/adapters/kafka/topics.js';
import { makeTopics } from '../../src/features/make-topics/command-line.js';
import { FeedAway } from '../../src/ledger/feed.js';
import { feedTopics, topicNames } from '../../src/ledger/feed-topics.js';
import { processTerminal, type ExitCode } from '../../src/web/terminal.js';
import { until } from '../support/eventstoredb-ground.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';

jest.setTimeout(60_000);

const connectionTo = (brokers: string) => ({ brokers: brokers.split(','), tls: false, login: undefined });

interface Said {
  readonly code: ExitCode;
  readonly lines: readonly string[];
}

async function run(brokers: string, prefix: string, replicas?: number): Promise<Said> {
  let said = '';
  const stream = { write: (text: string) => (said += text) };
  const keeper = await openTopicKeeper(connectionTo(brokers));
  try {
    const code = await makeTopics(keeper, feedTopics(prefix), { replicas }, processTerminal(stream, stream));
    return { code, lines: said.trimEnd().split('\n') };
  } finally {
    await keeper.close();
  }
}

describeOver('tallystick topics', await sharedKafka(), (kafka) => {
  it('makes every topic with its settings, once, whoever else does so at the same moment', async () => {
    const prefix = `topics-${randomUUID()}`;
    const several = await Promise.all([1, 2, 3].map(() => run(kafka().brokers, prefix)));
    expect(several.map(({ code }) => code)).toEqual([0, 0, 0]);
    const names = Object.values(topicNames(prefix));
    const { code, lines } = await run(kafka().brokers, prefix);
    expect({ code, lines }).toEqual({
      code: 0,
      lines: names.map((name) => expect.stringMatching(new RegExp(`^is there {3}${name} {2}\\(\\d partitions?: `))),
    });
    const keeper = await openTopicKeeper(connectionTo(kafka().brokers));
    const standing = await keeper.standing(feedTopics(prefix));
    expect(standing.get(`${prefix}.entries.v1`)).toMatchObject({
      partitions: 6,
      settings: { 'cleanup.policy': 'delete', 'retention.ms': '-1' },
    });
    expect(standing.get(`${prefix}.totals.v1`)).toMatchObject({ settings: { 'cleanup.policy': 'compact' } });
    await keeper.close();
  });

  it('says which it made, and of those that were there what differs, and leaves them as they are', async () => {
    const prefix = `topics-${randomUUID()}`;
    const { entries, totals } = topicNames(prefix);
    const admin = kafkaClient(connectionTo(kafka().brokers)).admin();
    await admin.connect();
    // Else kafkajs gives up where one of the brokers' answers does not know the topic yet.
    await admin.createTopics({
      waitForLeaders: false,
      topics: [
        { topic: entries, numPartitions: 2, configEntries: [{ name: 'retention.ms', value: '1000' }] },
        { topic: totals, numPartitions: 6 },
      ],
    });
    await until(
      async () => (await admin.fetchTopicMetadata({ topics: [entries, totals] }).catch(() => undefined)) !== undefined,
    );
    await admin.disconnect();
    const first = await run(kafka().brokers, prefix);
    expect(first.code).toBe(1);
    const text = first.lines.join('\n');
    expect(text).toContain(`is there   ${entries}`);
    expect(text).toContain('differs: partitions is 2, should be 6');
    expect(text).toContain('differs: retention.ms is 1000, should be -1');
    expect(text).toContain('differs: cleanup.policy is delete, should be compact');
    expect(text).toContain(`made       ${topicNames(prefix).statements}`);
    const again = await run(kafka().brokers, prefix);
    expect(again.code).toBe(1);
    expect(again.lines.filter((line) => line.includes('differs'))).toEqual(
      first.lines.filter((line) => line.includes('differs')),
    );
    expect(again.lines.join('\n')).not.toContain('made ');
  });

  it('refuses more copies than there are brokers, in words', async () => {
    await expect(run(kafka().brokers, `topics-${randomUUID()}`, 999)).rejects.toThrow(/replication/i);
  });
});

it('says that there are no brokers where none answer', async () => {
  const keeper = openTopicKeeper(connectionTo('127.0.0.1:1'));
  await expect(keeper).rejects.toThrow(FeedAway);
  await expect(keeper).rejects.toThrow('127.0.0.1:1');
});
