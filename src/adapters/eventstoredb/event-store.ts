import { LedgerInDoubt, StoreAway } from '../../ledger/event-store.js';
import type {
  Append,
  AppendResult,
  EventStore,
  RecordedLine,
  StoredLine,
  WriteMany,
} from '../../ledger/event-store.js';
import type { MovingIn } from '../../ledger/moving-in.js';
import { Bell, follow } from '../../ledger/following.js';
import { Watch } from '../../ledger/watch.js';
import { Appender } from './appending.js';
import { Connection } from './connection.js';
import { Decisions } from './deciding.js';
import { runIndexer } from './indexer.js';
import { eventStoreDbMovingIn } from './moving-in.js';
import { KeptStreams } from './kept-streams.js';
import { Numbers } from './numbers.js';
import { DEFAULTS, type EventStoreDbOptions } from './options.js';
import { Patience } from './patience.js';
import { Presence } from './presence.js';
import { Reader } from './reading.js';
import { allNumbered } from './tail.js';
import { WriteQueue } from './write-queue.js';

/** Read to see whether the server answers. */
const ANY_STREAM = 'measure-catalogue';
const AWAY = { code: 'store-away', detail: 'EventStoreDB does not answer.' };
/** Entries in EventStoreDB or KurrentDB, their numbers in the index. The server need not be there yet: every call says so while it is not. */
export function openEventStoreDb(options: EventStoreDbOptions): EventStore & { movingIn(): MovingIn } {
  return new EventStoreDb({ ...DEFAULTS, watch: new Watch(), log: () => undefined, ...options });
}

class EventStoreDb implements EventStore {
  readonly #options: Required<EventStoreDbOptions>;
  readonly #connection: Connection;
  readonly #patience: Patience;
  readonly #reader: Reader;
  readonly #appender: Appender;
  readonly #numbers: Numbers;
  readonly #decisions: Decisions;
  readonly #bell = new Bell();
  readonly #closing = new AbortController();
  /** Goes on until what was accepted is written and numbered. */
  readonly #numbering = new AbortController();
  readonly #presence: Presence;
  readonly #kept: KeptStreams;
  readonly #queue: WriteQueue;
  readonly #indexing: Promise<void>;
  /** Why nothing is written any more. */
  #doubt: string | undefined;
  /** Whether everything that was in the store when this process came is numbered. */
  #numbered: Promise<void> | undefined;

  constructor(options: Required<EventStoreDbOptions>) {
    const { index, log, watch, numbers: takesPart, patienceMs } = options;
    const doubt = (reason: string): void => void (this.#doubt ??= reason);
    this.#numbers = new Numbers(index);
    const numbers = this.#numbers;
    this.#presence = new Presence(watch.writer, () => this.#works());
    const away = (): void => this.#presence.failed(AWAY);
    this.#patience = new Patience(patienceMs, away);
    this.#kept = new KeptStreams(index, away);
    const patience = this.#patience;
    this.#options = options;
    this.#queue = new WriteQueue(options.queueLimits, watch.writer, this.#presence);
    this.#connection = new Connection(options);
    const connection = this.#connection;
    this.#reader = new Reader({ connection, index, patience, doubt });
    const reader = this.#reader;
    this.#appender = new Appender({ ...options, connection, reader, numbers, patience, busyPatienceMs: patienceMs });
    const appender = this.#appender;
    this.#decisions = new Decisions({ ...options, reader, appender, numbers, busyPatienceMs: patienceMs });
    const carryOut = (): Promise<void> => this.#decisions.carryOut();
    const follower = watch.followers.follower('indexer');
    const numbered: Parameters<typeof runIndexer>[0]['numbered'] = (entries) => {
      numbers.given(entries);
      this.#bell.ring();
    };
    this.#indexing = takesPart
      ? runIndexer(
          { connection, index, reader, follower, carryOut, numbered, doubt, log, quietMs: options.quietMs },
          this.#numbering.signal,
        )
      : Promise.resolve();
  }

  async append(append: Append): Promise<AppendResult> {
    this.#assertWritable();
    return this.#queue.run(this.#measured(append), async () => {
      await this.#everythingNumbered();
      return this.#appender.append(append);
    });
  }

  /** All is decided or nothing, and what was decided is carried out whatever happens; entries of others may stand in between. */
  async atomically<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    this.#assertWritable();
    await this.#everythingNumbered();
    // Nothing is decided while the store is away: whoever asks is told so, and may go elsewhere.
    await this.#reader.readEvents(ANY_STREAM, 0, 1);
    return this.#decisions.take((write) =>
      work((appends) => {
        for (const append of appends) this.#measured(append);
        return write(appends);
      }),
    );
  }

  readStream(stream: string, fromRevision = 0): Promise<readonly RecordedLine[]> {
    return this.#kept.read(stream, fromRevision, () => this.#reader.readStream(stream, fromRevision));
  }

  readAll(after: number, limit: number): Promise<readonly StoredLine[]> {
    return this.#reader.readAll(after, limit);
  }

  readByIds(ids: readonly string[]): Promise<readonly RecordedLine[]> {
    return this.#reader.readByIds(ids);
  }

  streamsOf(category: string): Promise<readonly string[]> {
    return this.#options.index.streamsOf(category);
  }

  async head(): Promise<number> {
    return (await this.#options.index.head()).next - 1;
  }

  subscribe(after: number, signal: AbortSignal): AsyncIterable<readonly StoredLine[]> {
    const ending = AbortSignal.any([signal, this.#closing.signal]);
    return follow((from, limit) => this.#reader.readAll(from, limit), this.#bell, after, ending);
  }

  /** Usable until the store is closed. */
  movingIn(): MovingIn {
    const { index, patienceMs } = this.#options;
    const { signal } = this.#closing;
    return eventStoreDbMovingIn({
      index,
      appender: this.#appender,
      numbers: this.#numbers,
      everythingNumbered: () => allNumbered(this.#connection, index, this.#patience, patienceMs, signal),
    });
  }

  /** Subscriptions end; what was accepted is written first. */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#presence.close();
    await this.#queue.settle();
    await this.#decisions.close();
    this.#numbering.abort();
    await this.#indexing;
    await this.#options.index.close();
  }

  async #works(): Promise<boolean> {
    await this.#everythingNumbered();
    await this.#reader.readEvents(ANY_STREAM, 0, 1);
    return (await this.#options.index.filling.occupancy()).movingIn === undefined;
  }

  #assertWritable(): void {
    if (this.#closing.signal.aborted) throw new StoreAway('the store is closed');
    if (this.#doubt !== undefined) throw new LedgerInDoubt(this.#doubt);
  }

  /** Its size in bytes. Throws when the append cannot be taken at all. */
  #measured({ stream, expectedRevision, lines }: Append): number {
    if (!this.#connection.isOurs(stream)) throw new TypeError(`"${stream}" is no stream of the ledger`);
    if (!Number.isSafeInteger(expectedRevision) || expectedRevision < -1) throw new TypeError('not a revision');
    if (lines.length === 0) throw new TypeError('an append has at least one line');
    return lines.reduce((sum, { line }) => sum + Buffer.byteLength(line), 0);
  }

  /**
   * An id is known to be new when it is neither claimed nor numbered. That holds only once all that was in the store is numbered: an
   * index that was lost, or came from a backup, has to catch up before anything is written.
   */
  async #everythingNumbered(): Promise<void> {
    const { index, patienceMs } = this.#options;
    this.#numbered ??= allNumbered(this.#connection, index, this.#patience, patienceMs, this.#closing.signal);
    try {
      await this.#numbered;
    } catch (error) {
      this.#numbered = undefined;
      throw error;
    }
  }
}
