/** A message as it goes out. Messages of one key keep their order. */
export interface FeedMessage {
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Where the feed goes to: brokers, by way of a vendor's client. */
export interface Feed {
  /** Connects if need be, and gives what tells these brokers from any others. Throws `FeedAway`. */
  clusterId(): Promise<string>;
  /** Whether a topic holds no message at all, nor ever did. Throws `FeedAway`, also when there is no such topic. */
  isEmpty(topic: string): Promise<boolean>;
  /**
   * Sends messages in the order given, as one request to each broker, and resolves when all replicas in sync have them all. Throws `FeedAway`;
   * then any of them may be there, and sending the same ones again is how to be sure. One call at a time.
   */
  publish(topic: string, messages: readonly FeedMessage[]): Promise<void>;
  close(): Promise<void>;
}

/** The brokers do not take what was to be sent, or do not answer. It may pass; the message says what to do when it does not. */
export class FeedAway extends Error {
  override readonly name = 'FeedAway';
}
