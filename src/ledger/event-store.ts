/**
 * A line that is recorded for good. It has no entry number (`undefined`) while the store has not counted it yet: some stores count a
 * moment after they record.
 */
export interface RecordedLine {
  readonly entry: number | undefined;
  readonly line: string;
}

/** A line of the ledger with its place in it. Entry numbers are dense, start at 0 and are the same whichever store holds the ledger. */
export interface StoredLine extends RecordedLine {
  readonly entry: number;
}

/** One line to be written: the entry's id, which makes a retry recognisable, and the exact text to keep. */
export interface NewLine {
  readonly id: string;
  readonly line: string;
}

/** Lines for one stream, to be written together or not at all, right after the revision that was read. */
export interface Append {
  readonly stream: string;
  /** The stream's last revision as the writer read it; -1 says that the stream must not exist yet. */
  readonly expectedRevision: number;
  readonly lines: readonly NewLine[];
  /**
   * Another stream by which this was decided, and the revision it was at then (-1: it did not exist). When it has moved on, this is a conflict, unless it is in the ledger already. EventStoreDB looks
   * before it writes and cannot hold that stream still in between; nor does it count there what the same decision moves.
   */
  readonly beside?: { readonly stream: string; readonly revision: number };
}

/**
 * What became of an append. `duplicate`: the first line's id is in the ledger already, at `entry`; nothing was written. `conflict`:
 * the stream, or the one beside it, is not at the expected revision; nothing was written. `entry` is `undefined` where the entry is recorded for good and not
 * counted yet.
 */
export type AppendResult<Entry extends number | undefined = number | undefined> =
  | { readonly kind: 'appended'; readonly entry: Entry }
  | { readonly kind: 'duplicate'; readonly entry: Entry }
  | { readonly kind: 'conflict' };

/** Where entries live. Every adapter passes one contract suite (test/contracts). Lines come back byte for byte as they went in. */
export interface EventStore {
  /**
   * Writes one append durably; `entry` in the result is the number of its first line, if it has one within a moment. Neighbours
   * written in the same commit do not suffer from a losing append. Throws `StoreBusy` when too many appends wait already and
   * `StoreAway` when the store does not answer; after `StoreAway` the fate of the append is unknown and sending it again resolves it.
   */
  append(append: Append): Promise<AppendResult>;
  /**
   * Writes many appends all or nothing. `work` may write as often as it likes; when it throws, nothing of it remains. Other writers
   * wait from its first write to its end. Where the store counts later, nothing has its number before the end.
   */
  atomically<T>(work: (write: WriteMany) => Promise<T>): Promise<T>;
  /** The lines of one stream in revision order, from `fromRevision` (0 unless told). An unknown stream has none. */
  readStream(stream: string, fromRevision?: number): Promise<readonly RecordedLine[]>;
  /** At most `limit` lines in entry order, starting after entry `after` (-1: from the start). */
  readAll(after: number, limit: number): Promise<readonly StoredLine[]>;
  /** The lines whose entries have these ids, in entry order, those not counted yet at the end; ids that are not there are left out. */
  readByIds(ids: readonly string[]): Promise<readonly RecordedLine[]>;
  /** The names of all streams that start with `category` and a hyphen, in code-unit order; meant for categories with few streams. */
  streamsOf(category: string): Promise<readonly string[]>;
  /** The number of the last entry; -1 when there is none. */
  head(): Promise<number>;
  /** Batches of lines after entry `after`, in order, without end: what is there at once, then what comes, until the signal aborts. */
  subscribe(after: number, signal: AbortSignal): AsyncIterable<readonly StoredLine[]>;
  close(): Promise<void>;
}

/** Writes appends of different streams in the given order; gives one result for each, in the same order. */
export type WriteMany = (appends: readonly Append[]) => Promise<readonly AppendResult[]>;

/** Too many appends wait already. Nothing was written; try again after a moment. */
export class StoreBusy extends Error {
  override readonly name = 'StoreBusy';
}

/** The store does not answer. What was being written may or may not be there: send it again with the same id to find out. */
export class StoreAway extends Error {
  override readonly name: string = 'StoreAway';
}

/** What the store holds is not what was written to it. Nothing more is written until somebody has looked. */
export class LedgerInDoubt extends Error {
  override readonly name = 'LedgerInDoubt';

  constructor(reason: string) {
    super(
      `The ledger is in doubt: ${reason}. Nothing is recorded until "tallystick doctor" finds it well and the service is started again.`,
    );
  }
}
