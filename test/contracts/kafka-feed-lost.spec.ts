import { afterEach, expect, it, jest } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspectFeed } from '../../src/ledger/feed-inspection.js';
import type { FollowerState } from '../../src/ledger/follower-state.js';
import { adoptFeed, refillFeed } from '../../src/ledger/relay-start.js';
import { relayTarget } from '../../src/ledger/relay.js';
import { FeedInProcess } from '../support/kafka/feed-in-process.js';
import { lookAtFeed } from '../support/kafka/feed-oracle.js';
import { describeOver, sharedKafka } from '../support/kafka/kafka.js';
import { readTopic } from '../support/kafka/read-topic.js';

jest.setTimeout(120_000);

const isStopped = ({ standing }: FollowerState): boolean => standing === 'stopped';

describeOver('a feed whose topic is not what it was', await sharedKafka(), (kafka) => {
  const opened: FeedInProcess[] = [];
  afterEach(async () => {
    for (const feed of opened.splice(0)) await feed.clear();
  });

  async function open(prefix?: string): Promise<FeedInProcess> {
    const feed = await FeedInProcess.open(kafka().brokers, prefix);
    opened.push(feed);
    return feed;
  }

  /** A ledger whose entries were all sent. */
  async function sent(count = 40): Promise<FeedInProcess> {
    const feed = await open();
    await feed.append(count);
    await feed.relayAll();
    return feed;
  }

  const lying = (feed: FeedInProcess) => readTopic(kafka().brokers, feed.topics.entries);
  const wrongIn = async (feed: FeedInProcess): Promise<readonly string[]> => {
    const lines = await feed.store.readAll(-1, 1_000);
    return lookAtFeed(
      await lying(feed),
      lines.map(({ line }) => line),
    ).violations;
  };
  const examined = (feed: FeedInProcess) =>
    inspectFeed({
      ...feed.starting(),
      leads: feed.leads,
      targetOn: (clusterId) => relayTarget(clusterId, feed.prefix),
    }).inspect();

  it('is whole as long as nothing happens to it, also for who looks from outside', async () => {
    const feed = await sent();
    await feed.append(20);
    await feed.relayAll();
    expect(await wrongIn(feed)).toEqual([]);
    expect(await examined(feed)).toEqual([expect.objectContaining({ about: 'feed', state: 'well' })]);
  });

  it('stops, says what to do and sends nothing when the topic was made anew, and fills it again when told to', async () => {
    const feed = await sent();
    await feed.makeAnew();
    await feed.append(3);
    const { trouble } = await feed.relayUntil(isStopped);
    expect(trouble).toMatchObject({ code: 'feed-lost', detail: expect.stringContaining('topics --refill') });
    expect(feed.said.join('\n')).toContain('stands still');
    expect(await lying(feed)).toEqual([]);
    expect(await examined(feed)).toEqual([expect.objectContaining({ about: 'feed', state: 'failing' })]);
    await refillFeed(feed.starting(), feed.leads, await feed.target());
    await feed.relayAll();
    expect(await wrongIn(feed)).toEqual([]);
    expect(await lying(feed)).toHaveLength(43);
  });

  it('notices that the topic is made anew while it runs, although there is nothing to send', async () => {
    const feed = await sent();
    feed.said.length = 0;
    const { trouble } = await feed.relayUntil(isStopped, {
      meanwhile: async () => {
        while (!feed.said.some((line) => line.includes('The relay leads'))) await sleep(10);
        await feed.makeAnew();
      },
    });
    expect(trouble).toMatchObject({ code: 'feed-lost' });
  });

  it('notices by the answer to its next request, or by a look where that failed, that the topic was made anew since it looked last', async () => {
    const byTheAnswer = /took the next message at offset \d+, and had \d+ before/;
    // A request that meets the topic while it is not there fails, and the relay begins anew, with a look, which says so in other words.
    const byALook = /ends at offset \d+, and came to \d+|cannot be read|and entry \d+ was acknowledged there/;
    const details: string[] = [];
    while (details.length < 4 && !details.some((detail) => byTheAnswer.test(detail))) {
      const feed = await sent();
      const { trouble } = await feed.relayUntil(isStopped, {
        lookMs: 600_000,
        meanwhile: async () => {
          await feed.append(1);
          while ((await feed.standing()).entries?.entry !== 40) await sleep(20);
          await feed.makeAnew();
          await feed.append(30);
        },
      });
      expect(trouble).toMatchObject({ code: 'feed-lost' });
      details.push(trouble?.detail ?? '');
    }
    for (const detail of details.slice(0, -1)) expect(detail).toMatch(byALook);
    expect(details.at(-1)).toMatch(byTheAnswer);
  });

  it('stays stopped when a topic made anew is longer than the old one was', async () => {
    const feed = await sent(12);
    await feed.makeAnew();
    await feed.append(60);
    // As a relay without a memory of what was there would have gone on.
    const lines = await feed.store.readAll(11, 100);
    await feed.put(lines.map(({ line, entry }) => ({ key: `outcome-${entry}`, value: line, entry })));
    const { trouble } = await feed.relayUntil(isStopped);
    expect(trouble).toMatchObject({ code: 'feed-lost' });
    await expect(refillFeed(feed.starting(), feed.leads, await feed.target())).rejects.toThrow('Delete it');
  });

  it('stops when messages were cut off at the beginning of a partition', async () => {
    const feed = await sent();
    const { entries: topic } = feed.topics;
    await feed.withAdmin(async (admin) => {
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 2, offset: '2' }] });
    });
    const { trouble } = await feed.relayUntil(isStopped);
    expect(trouble).toMatchObject({ code: 'feed-lost', detail: expect.stringContaining('partition 2 begins at') });
  });

  it('stops when the topic holds an entry that the ledger does not have, as after an old backup was restored', async () => {
    const feed = await sent();
    await feed.put([{ key: 'outcome-x', value: '{"id":"another"}', entry: 40 }]);
    const { trouble } = await feed.relayUntil(isStopped);
    expect(trouble).toMatchObject({ code: 'feed-disagrees', detail: expect.stringContaining('old backup') });
    const before = await lying(feed);
    await feed.append(3);
    await feed.relayUntil(isStopped);
    expect(await lying(feed)).toEqual(before);
  });

  it('stops at topics that another ledger fills, and does not adopt them', async () => {
    const first = await sent();
    const second = await open(first.prefix);
    await second.append(60);
    const { trouble } = await second.relayUntil(isStopped);
    expect(trouble).toMatchObject({
      code: 'feed-disagrees',
      detail: expect.stringContaining('this ledger has sent none'),
    });
    await expect(adoptFeed(second.starting(), second.leads, await second.target())).rejects.toThrow('another entry');
    expect(await wrongIn(first)).toEqual([]);
    expect(await examined(second)).toEqual([expect.objectContaining({ state: 'failing' })]);
  });
});
