import type { Topic } from './feed-topics.js';

/** A topic as the brokers have it. */
export interface StandingTopic {
  readonly partitions: number;
  /** Copies of each partition. */
  readonly replicas: number;
  /** Of the settings that were asked about, those that the brokers know. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Whoever may look at topics and make them. */
export interface TopicKeeper {
  /** How many brokers there are. */
  brokers(): Promise<number>;
  /** Those of the topics that are there, by name. */
  standing(topics: readonly Topic[]): Promise<ReadonlyMap<string, StandingTopic>>;
  /** Makes topics; one that somebody else makes at the same moment is taken as made. */
  make(topics: readonly Topic[], replicas: number): Promise<void>;
  close(): Promise<void>;
}
