import { BackOff } from './back-off.js';
import { FeedAway, type Feed, type FeedMessage } from './feed.js';
import type { Follower } from './follower-state.js';

/** What a part of the relay sends by. */
export interface Publishing {
  readonly feed: Feed;
  /** What tells these brokers from any others, as they were when the lead was taken. */
  readonly clusterId: string;
  readonly follower: Follower;
  readonly log: (message: string) => void;
  readonly backOffMs?: { readonly first: number; readonly most: number };
}

const BACK_OFF_MS = { first: 100, most: 10_000 };

/** The brokers that answer again are not those that went away, or have lost a topic: where the feed stands has to be asked anew. */
export class OtherBrokers extends Error {
  override readonly name = 'OtherBrokers';
}

/**
 * Sends messages until all are acknowledged, however long the brokers are away; holds nothing but these. `holdsSome`: the topic cannot be
 * empty, because messages before these were acknowledged. Throws the signal's reason when it aborts first, and `OtherBrokers`.
 */
export async function publishPatiently(
  { feed, clusterId, follower, log, backOffMs = BACK_OFF_MS }: Publishing,
  { topic, messages, holdsSome }: { topic: string; messages: readonly FeedMessage[]; holdsSome: boolean },
  signal: AbortSignal,
): Promise<void> {
  const backOff = new BackOff(backOffMs.first, backOffMs.most);
  let trouble: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    try {
      if (trouble !== undefined) await assertSameBrokers(feed, clusterId, holdsSome ? topic : undefined);
      await feed.publish(topic, messages);
      break;
    } catch (error) {
      if (!(error instanceof FeedAway)) throw error;
      if (error.message !== trouble) log(`${follower.name} waits for the brokers: ${error.message}`);
      trouble = error.message;
      follower.isAway({ code: 'broker-away', detail: trouble });
      await backOff.pause(signal);
    }
  }
  if (trouble === undefined) return;
  follower.reconnected();
  follower.follows();
  log(`${follower.name}: the brokers answer again.`);
}

async function assertSameBrokers(feed: Feed, clusterId: string, topic: string | undefined): Promise<void> {
  if ((await feed.clusterId()) !== clusterId) throw new OtherBrokers('other brokers answer now');
  if (topic !== undefined && (await feed.isEmpty(topic))) throw new OtherBrokers(`${topic} was emptied`);
}
