import { BackOff } from './back-off.js';
import { FeedAway, type Acknowledged, type Feed, type FeedMessage } from './feed.js';
import type { Follower } from './follower-state.js';
import type { RelayLead } from './relay-lead.js';

/** What a part of the relay sends by. */
export interface Publishing {
  readonly feed: Feed;
  /** What tells these brokers from any others, as they were when the lead was taken. */
  readonly clusterId: string;
  /** Confirmed before every request. */
  readonly lead: Pick<RelayLead, 'confirm'>;
  readonly follower: Follower;
  readonly log: (message: string) => void;
  readonly backOffMs?: { readonly first: number; readonly most: number };
}

const BACK_OFF_MS = { first: 100, most: 10_000 };

/** A request: the topic, what goes to it, and what is looked at before the brokers are trusted again that were away. */
export interface FeedRequest {
  readonly topic: string;
  readonly messages: readonly FeedMessage[];
  readonly look?: () => Promise<void>;
}

/** The brokers that answer again are not those that went away: where the feed stands has to be asked anew. */
export class OtherBrokers extends Error {
  override readonly name = 'OtherBrokers';
}

/**
 * Sends messages until all are acknowledged, however long the brokers are away; holds nothing but these. Throws the signal's reason when it
 * aborts first, `NotLeading`, `OtherBrokers`, and whatever else `look` throws.
 */
export async function publishPatiently(
  { feed, clusterId, lead, follower, log, backOffMs = BACK_OFF_MS }: Publishing,
  { topic, messages, look }: FeedRequest,
  signal: AbortSignal,
): Promise<readonly Acknowledged[]> {
  const backOff = new BackOff(backOffMs.first, backOffMs.most);
  let trouble: string | undefined;
  for (;;) {
    signal.throwIfAborted();
    try {
      if (trouble !== undefined) {
        await assertSameBrokers(feed, clusterId);
        await look?.();
      }
      await lead.confirm();
      const acknowledged = await feed.publish(topic, messages);
      if (trouble !== undefined) goesOn(follower, log);
      return acknowledged;
    } catch (error) {
      if (!(error instanceof FeedAway)) throw error;
      if (error.message !== trouble) log(`${follower.name} waits for the brokers: ${error.message}`);
      trouble = error.message;
      follower.isAway({ code: 'broker-away', detail: trouble });
      await backOff.pause(signal);
    }
  }
}

function goesOn(follower: Follower, log: (message: string) => void): void {
  follower.reconnected();
  follower.follows();
  log(`${follower.name}: the brokers answer again.`);
}

async function assertSameBrokers(feed: Feed, clusterId: string): Promise<void> {
  if ((await feed.clusterId()) !== clusterId) throw new OtherBrokers('other brokers answer now');
}
