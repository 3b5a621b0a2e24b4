import type { Append } from './event-store.js';
import type { Occupancy } from './moving-in.js';
import type { Leadership } from './read-model.js';

/** A place in the order of a store that gives no dense numbers of its own. */
export interface Position {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** What is kept of an entry whose line lives elsewhere: everything but the line, and the line's SHA-256 to know it again. */
export interface NumberedEntry {
  readonly entry: number;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly position: Position;
  /** Of the line as UTF-8, in lower-case hexadecimal. */
  readonly sha256: string;
}

/** The next number to be given, and where the entry before it stands; no position while there is none. */
export interface IndexHead {
  readonly next: number;
  readonly position: Position | undefined;
}

/** Where an append may have been written, or not: its first line at this revision of this stream. */
export interface ClaimedPlace {
  readonly stream: string;
  readonly revision: number;
}

/**
 * What an append finds when it claims its ids. `claimed`: they were never used, and are its own now. `numbered`: the first is in the
 * ledger. `claimed-before`: the first may be on its way to that place. `on-its-way`: its stream, or its first id, is part of what was
 * decided and is just being written. `conflict`: the place is taken. `id-taken`: a later id is used.
 */
export type ClaimVerdict =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'on-its-way' }
  | { readonly kind: 'numbered'; readonly entry: number }
  | ({ readonly kind: 'claimed-before' } & ClaimedPlace)
  | { readonly kind: 'conflict' }
  | { readonly kind: 'id-taken' };

/** What a decision finds about one append: the same, but `decided` in place of `claimed`, and `unsettled` while something else is on its way to its stream. */
export type DecideVerdict =
  Exclude<ClaimVerdict, { kind: 'claimed' }> | { readonly kind: 'decided' } | { readonly kind: 'unsettled' };

/** Decides appends, in this order. What it finds stands with the decision it belongs to, or not at all. */
export type Decide = (appends: readonly Append[]) => Promise<readonly DecideVerdict[]>;

/** An append that is decided, and not known to be written yet. */
export interface DecidedAppend extends Append {
  readonly ordinal: number;
}

/** A line that is kept beside its number. */
export interface KeptLine {
  readonly entry: number;
  readonly line: string;
}

/** The mark that a ledger is being filled from an export. While it stands, nothing is claimed or decided: both throw `NotWhole`. */
export interface FillingMark {
  /** How many entries are numbered, and the mark. */
  occupancy(): Promise<Occupancy>;
  /** As `MovingIn.begin`; also throws `Occupied` while something is claimed or decided. */
  begin(sha256: string): Promise<number>;
  /** As `MovingIn.finish`. */
  finish(sha256: string, entries: number): Promise<void>;
}

/** The dense numbers of entries that live in a store without any, for all copies of the application. */
export interface EntryIndex {
  readonly filling: FillingMark;
  /** Claims the ids of an append before it is sent. Sent again after no answer, it finds its own claim. */
  claim(append: Append): Promise<ClaimVerdict>;
  /** Moves an earlier claim to where this append is going to be written. False when that claim is no longer where it was. */
  reclaim(append: Append, earlier: ClaimedPlace): Promise<boolean>;
  /** Where ids are claimed that have no number. */
  claims(ids: readonly string[]): Promise<ReadonlyMap<string, ClaimedPlace>>;
  /**
   * Takes one decision about many appends: all that `work` decides stands when it is done, or nothing when it throws. Other copies claim
   * and decide nothing from its first decision to its end.
   */
  deciding<T>(work: (decide: Decide) => Promise<T>): Promise<T>;
  /** At most `limit` decided appends in their order, after an ordinal (0: from the first). */
  decided(after: number, limit: number): Promise<readonly DecidedAppend[]>;
  /** Those that are decided for these streams. */
  decidedFor(streams: readonly string[]): Promise<readonly DecidedAppend[]>;
  /** Those with these ordinals are written, and nobody is kept from their streams any more. */
  carriedOut(ordinals: readonly number[]): Promise<void>;
  head(): Promise<IndexHead>;
  /** At most `limit` entries in order, starting after entry `after`. */
  page(after: number, limit: number): Promise<readonly NumberedEntry[]>;
  ofStream(stream: string, fromRevision: number): Promise<readonly NumberedEntry[]>;
  /** Keeps copies of these lines, as far as they are what was numbered. */
  keep(lines: readonly KeptLine[]): Promise<void>;
  /** The entries of a stream from a revision on, each with its line if that is kept. */
  keptOf(
    stream: string,
    fromRevision: number,
  ): Promise<readonly { readonly entry: number; readonly sha256: string; readonly line: string | undefined }[]>;
  /** Entries whose lines are not kept, of the streams whose names begin so. */
  unkept(beginning: string): Promise<readonly NumberedEntry[]>;
  /** The last numbered revision of each of these streams that has any. */
  lastRevisions(streams: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** In entry order. */
  byIds(ids: readonly string[]): Promise<readonly NumberedEntry[]>;
  /** In code-unit order. */
  streamsOf(category: string): Promise<readonly string[]>;
  /** The session lock of the one indexer; `undefined` while another process has it. */
  lead(): Promise<Leadership | undefined>;
  /**
   * Numbers the next entries, whose order is the store's, with the head in one transaction. Throws `NotTheLeader` when the head has
   * moved, and `CannotFollow` when these entries cannot come next.
   */
  number(entries: readonly NumberedEntry[]): Promise<void>;
  close(): Promise<void>;
}

/** The store's entries are not what they were, or not what they should be: nothing more is numbered until somebody has looked. */
export class CannotFollow extends Error {
  override readonly name = 'CannotFollow';
}
