import type { Append } from './event-store.js';
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
 * ledger. `claimed-before`: the first may be on its way to that place. `conflict`: the place is taken. `id-taken`: a later id is used.
 */
export type ClaimVerdict =
  | { readonly kind: 'claimed' }
  | { readonly kind: 'numbered'; readonly entry: number }
  | ({ readonly kind: 'claimed-before' } & ClaimedPlace)
  | { readonly kind: 'conflict' }
  | { readonly kind: 'id-taken' };

/** The dense numbers of entries that live in a store without any, for all copies of the application. */
export interface EntryIndex {
  /** Claims the ids of an append before it is sent. Sent again after no answer, it finds its own claim. */
  claim(append: Append): Promise<ClaimVerdict>;
  /** Moves an earlier claim to where this append is going to be written. False when that claim is no longer where it was. */
  reclaim(append: Append, earlier: ClaimedPlace): Promise<boolean>;
  /** Where ids are claimed that have no number. */
  claims(ids: readonly string[]): Promise<ReadonlyMap<string, ClaimedPlace>>;
  head(): Promise<IndexHead>;
  /** At most `limit` entries in order, starting after entry `after`. */
  page(after: number, limit: number): Promise<readonly NumberedEntry[]>;
  ofStream(stream: string, fromRevision: number): Promise<readonly NumberedEntry[]>;
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
