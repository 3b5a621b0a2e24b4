/** A message that somebody sent to be recorded, as the broker has it: bytes that nobody has looked at yet. */
export interface Submission {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** When it was sent, as its sender's clock had it. */
  readonly sentAtMs: number;
  readonly key: Uint8Array | undefined;
  /** All values of each header, in order; `undefined` when there are more than anybody has a use for. */
  readonly headers: ReadonlyMap<string, readonly Uint8Array[]> | undefined;
  readonly value: Uint8Array | undefined;
}

/** Submissions of one partition, in the order in which they lie there. */
export interface SubmissionBatch {
  /** What tells the partition from the others. */
  readonly partition: string;
  readonly submissions: readonly Submission[];
  /** How many lie in the partition after these, as far as is known. */
  readonly behind: number;
  /** Aborts once the partition may be somebody else's, or the intake is to stop. What is not settled by then is given again, to whoever has it. */
  readonly signal: AbortSignal;
  /** Says that everything up to and with this offset is dealt with for good, so that it need not be given again. Throws `FeedAway`. */
  settle(offset: number): Promise<void>;
}

/** Whoever takes submissions. */
export interface Taker {
  /** These partitions are given to this process from now on, and no others; none while other copies of the application have them all. */
  assigned(partitions: readonly string[]): void;
  /** As long as it needs. */
  take(batch: SubmissionBatch): Promise<void>;
}

/** Where submissions come from: brokers, by way of a vendor's client. */
export interface Submissions {
  /**
   * Gives submissions in batches, of several partitions at once and of each partition one after the other, until the signal aborts; then it
   * resolves. Throws `FeedAway` when the brokers do not answer, and whatever `take` throws; then ask again.
   */
  follow(taker: Taker, signal: AbortSignal): Promise<void>;
}
