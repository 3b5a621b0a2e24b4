import { describe, expect, it } from '@jest/globals';
import { FeedAway, type Feed, type FeedMessage } from './feed.js';
import { Follower } from './follower-state.js';
import { NotLeading } from './relay-lead.js';
import { OtherBrokers, publishPatiently } from './relay-publishing.js';

const MESSAGES = [{ key: 'k', value: 'v', headers: {} }];

/** Brokers that fail as often as told, and write down what is asked of them. */
function brokers(failing = 0, clusterId = 'one'): { readonly feed: Feed; readonly asked: string[] } {
  const asked: string[] = [];
  let left = failing;
  const publish = (_topic: string, messages: readonly FeedMessage[]): ReturnType<Feed['publish']> => {
    asked.push('publish');
    left -= 1;
    if (left >= 0) return Promise.reject(new FeedAway('away'));
    return Promise.resolve([{ partition: 0, first: 4, next: 4 + messages.length, last: messages.length - 1 }]);
  };
  return {
    asked,
    feed: {
      clusterId: () => Promise.resolve(clusterId),
      extents: () => Promise.resolve([]),
      read: () => Promise.resolve([]),
      publish,
      close: () => Promise.resolve(),
    },
  };
}

const publishing = (feed: Feed, confirm: () => Promise<void> = () => Promise.resolve()) => ({
  feed,
  clusterId: 'one',
  lead: { confirm },
  follower: new Follower('relay'),
  log: () => undefined,
  backOffMs: { first: 0, most: 1 },
});
const never = new AbortController().signal;

describe('publishing patiently', () => {
  it('confirms the lead before every attempt', async () => {
    const { feed, asked } = brokers(2);
    const confirm = (): Promise<void> => Promise.resolve(void asked.push('confirm'));
    const acknowledged = await publishPatiently(publishing(feed, confirm), { topic: 't', messages: MESSAGES }, never);
    expect(asked).toEqual(['confirm', 'publish', 'confirm', 'publish', 'confirm', 'publish']);
    expect(acknowledged).toEqual([{ partition: 0, first: 4, next: 5, last: 0 }]);
  });

  it('sends nothing any more once another leads', async () => {
    const { feed, asked } = brokers();
    const confirm = (): Promise<void> => Promise.reject(new NotLeading('another'));
    const published = publishPatiently(publishing(feed, confirm), { topic: 't', messages: MESSAGES }, never);
    await expect(published).rejects.toThrow(NotLeading);
    expect(asked).toEqual([]);
  });

  it('looks at the topic before it trusts brokers that were away, and sends nothing when that fails', async () => {
    const { feed, asked } = brokers(1);
    const look = (): Promise<void> => Promise.reject(new RangeError('it was emptied'));
    const published = publishPatiently(publishing(feed), { topic: 't', messages: MESSAGES, look }, never);
    await expect(published).rejects.toThrow('it was emptied');
    expect(asked).toEqual(['publish']);
  });

  it('sends nothing to other brokers than those that went away', async () => {
    const { feed, asked } = brokers(1, 'two');
    const published = publishPatiently(publishing(feed), { topic: 't', messages: MESSAGES }, never);
    await expect(published).rejects.toThrow(OtherBrokers);
    expect(asked).toEqual(['publish']);
  });
});
