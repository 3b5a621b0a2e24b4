/** A message as it goes out. Messages of one key keep their order. */
export interface FeedMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a partition holds: offsets from `begins` on, up to but not including `ends`. */
export interface Extent {
  readonly partition: number;
  readonly begins: number;
  readonly ends: number;
}

/** Where a message lies in a topic. */
export interface Place {
  readonly partition: number;
  readonly offset: number;
}

/** A message as it lies in a topic. */
export interface LyingMessage extends Place {
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
}

/** Where the brokers put the messages of one request that went to one partition. */
export interface Acknowledged {
  readonly partition: number;
  /** The offset of the first of these messages, and the one after the last. */
  readonly first: number;
  readonly next: number;
  /** Which message of the request was the last of these, counted from 0. */
  readonly last: number;
}

/** Where the feed goes to: brokers, by way of a vendor's client. */
export interface Feed {
  /** Connects if need be, and gives what tells these brokers from any others. Throws `FeedAway`. */
  clusterId(): Promise<string>;
  /** What each partition of a topic holds. Throws `FeedAway`, also when there is no such topic. */
  extents(topic: string): Promise<readonly Extent[]>;
  /** The messages at these places, in any order; those that are not there are left out. Throws `FeedAway`. */
  read(topic: string, places: readonly Place[]): Promise<readonly LyingMessage[]>;
  /**
   * Sends messages in the order given, as one request to each broker, and resolves when all replicas in sync have them all. Throws `FeedAway`;
   * then any of them may be there, and sending the same ones again is how to be sure. One call at a time.
   */
  publish(topic: string, messages: readonly FeedMessage[]): Promise<readonly Acknowledged[]>;
  close(): Promise<void>;
}

/** The brokers do not take what was to be sent, or do not answer. It may pass; the message says what to do when it does not. */
export class FeedAway extends Error {
  override readonly name = 'FeedAway';
}

/** Whether a topic holds no message at all, nor ever did. Throws `FeedAway`. */
export async function isUntouched(feed: Feed, topic: string): Promise<boolean> {
  return (await feed.extents(topic)).every(({ ends }) => ends === 0);
}
