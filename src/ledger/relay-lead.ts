/** What the relay sends: the entries, and the totals and statements that follow from them. Each part has a checkpoint of its own. */
export const FEED_PARTS = ['entries', 'figures'] as const;
export type FeedPart = (typeof FEED_PARTS)[number];

/** How far a part of the feed has come. */
export interface FeedCheckpoint {
  /** The brokers have acknowledged all up to this entry; -1: nothing yet. */
  readonly entry: number;
  /** The id of that entry. */
  readonly entryId: string | undefined;
  /** The version of the figures that were published, 0 where there are none. */
  readonly version: number;
  /** The topic was empty when this ledger began to fill it, or somebody said that what was in it is this ledger's. */
  readonly begun: boolean;
  /** Of each partition that entries went to: how far it came. None for figures. */
  readonly ends: FeedEnds;
}

/** By partition: the offset after the last message that was acknowledged there, and the entry which that was. */
export type FeedEnds = Readonly<Record<number, { readonly next: number; readonly entry: number }>>;

/** Where a feed stands that has sent nothing, to topics that it found empty. */
export const AT_START: FeedCheckpoint = { entry: -1, entryId: undefined, version: 0, begun: true, ends: {} };

/** The right to be the one relay of a target, until it is released or lost. */
export interface RelayLead {
  /** Higher than that of every relay that led before. */
  readonly epoch: number;
  /** Aborts when the right is lost. What is being sent at that moment may still arrive. */
  readonly lost: AbortSignal;
  /** Where the part stands. */
  at(part: FeedPart): FeedCheckpoint;
  /** Moves a checkpoint. Throws `NotLeading` when a later leader has it. */
  move(part: FeedPart, to: FeedCheckpoint): Promise<void>;
  /**
   * To be asked before every request: throws `NotLeading` when a later leader may be at work. Where the lead is kept is only asked when it was
   * not heard of for some seconds, as after this process stood still.
   */
  confirm(): Promise<void>;
  release(): Promise<void>;
}

/** Where relays find out which of them leads, and how far the feed has come. */
export interface RelayLeads {
  /** The lead of a target; `undefined` while another relay has it. Throws when the place where that is kept does not answer. */
  lead(target: string): Promise<RelayLead | undefined>;
  /** Where each part of a target stands, for whoever only looks; `undefined` for one that never led. */
  standing(target: string): Promise<Readonly<Record<FeedPart, FeedCheckpoint | undefined>>>;
}

/** A later leader moves the checkpoints: this one has to stop. */
export class NotLeading extends Error {
  override readonly name = 'NotLeading';
}
