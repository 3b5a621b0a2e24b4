import { MaxAppendSizeExceededError, StreamDeletedError, type EventData } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { sha256 } from '../../ledger/codec/digest.js';
import type { ClaimedPlace, EntryIndex } from '../../ledger/entry-index.js';
import { LedgerInDoubt, StoreAway, StoreBusy, type Append, type AppendResult } from '../../ledger/event-store.js';
import type { Connection } from './connection.js';
import { eventOf } from './event-form.js';
import { isBeforeWriting } from './failures.js';
import type { Patience } from './patience.js';
import type { Numbers } from './numbers.js';
import type { Reader } from './reading.js';

export interface AppenderOptions {
  readonly connection: Connection;
  readonly index: EntryIndex;
  readonly reader: Reader;
  readonly numbers: Numbers;
  readonly patience: Patience;
  /** How long an append waits for others who hold its stream. */
  readonly busyPatienceMs: number;
  /** How long an answer waits for the entry's number before it does without. */
  readonly numberPatienceMs: number;
}

/** What came of claiming and sending. `again`: another copy is just working on the same stream or the same ids. */
type Attempt = 'written' | 'conflict' | 'again' | { readonly duplicateOf: number | undefined };

const PAUSE_MS = 20;

/** Writes appends: first their ids are claimed, then they are sent, and then they wait a moment for their number. */
export class Appender {
  readonly #options: AppenderOptions;
  /** Appends to one stream are sent in the order in which they came. */
  readonly #lastOfStream = new Map<string, Promise<unknown>>();

  constructor(options: AppenderOptions) {
    this.#options = options;
  }

  async append(append: Append): Promise<AppendResult> {
    const events = append.lines.map(eventOf);
    const givenUpAt = Date.now() + this.#options.busyPatienceMs;
    while (Date.now() < givenUpAt) {
      const attempted = await this.#inOrder(append.stream, () => this.#attempt(append, events));
      if (attempted === 'again') {
        await sleep(PAUSE_MS);
        continue;
      }
      if (attempted === 'conflict') return { kind: 'conflict' };
      if (attempted === 'written') return this.#settled(append);
      return { kind: 'duplicate', entry: attempted.duplicateOf };
    }
    throw new StoreBusy('others are just recording in the same stream');
  }

  async #attempt(append: Append, events: EventData[]): Promise<Attempt> {
    // Before the claim: what is claimed is sent.
    const movedOn = await this.#options.reader.whenMovedOn(append);
    if (movedOn !== undefined) return movedOn.kind === 'conflict' ? 'conflict' : { duplicateOf: movedOn.entry };
    const verdict = await this.#options.index.claim(append);
    switch (verdict.kind) {
      case 'claimed':
        return (await this.#send(append, events)) ? 'written' : 'conflict';
      case 'numbered':
        return { duplicateOf: verdict.entry };
      case 'claimed-before':
        return this.#after(verdict, append, events);
      case 'on-its-way':
        return 'again';
      case 'conflict':
        return 'conflict';
      case 'id-taken':
        throw new Error(`an id of a later line for ${append.stream} is in the ledger already, though its first is not`);
    }
  }

  /**
   * The ids were claimed before, by a sending whose fate is not known. It can have been written at its place only; once something
   * else stands there, it never will be.
   */
  async #after(earlier: ClaimedPlace, append: Append, events: EventData[]): Promise<Attempt> {
    const { stream, expectedRevision, lines } = append;
    const there = await this.#options.reader.readEvents(earlier.stream, earlier.revision);
    if (there.some(({ id }) => id === lines[0]?.id)) return 'written';
    const isSamePlace = earlier.stream === stream && earlier.revision === expectedRevision + 1;
    if (there.length === 0 && !isSamePlace) {
      throw new StoreAway(`This key was sent before, for ${earlier.stream}, and what became of that is not known yet`);
    }
    if (there.length > 0) {
      const last = earlier.revision + there.length - 1;
      if (earlier.stream === stream && last !== expectedRevision) return 'conflict';
      if (!(await this.#options.index.reclaim(append, earlier))) return 'again';
    }
    return (await this.#send(append, events)) ? 'written' : 'conflict';
  }

  /** False when the stream is not at the expected revision. An attempt without an answer is looked up before it is repeated. */
  #send({ stream, expectedRevision, lines }: Append, events: EventData[]): Promise<boolean> {
    const { connection, reader, patience } = this.#options;
    const isThere = async (): Promise<boolean | undefined> => {
      const [there] = await reader.readEventsOnce(stream, expectedRevision + 1, 1);
      return there && there.id === lines[0]?.id;
    };
    let isUnknown = false;
    return patience.run(async () => {
      const found = isUnknown ? await isThere() : undefined;
      if (found !== undefined) return found;
      try {
        if (await connection.append(stream, expectedRevision, events)) return true;
        return isUnknown && (await isThere()) === true;
      } catch (error) {
        if (error instanceof StreamDeletedError) throw new LedgerInDoubt(`${stream} was deleted`);
        if (error instanceof MaxAppendSizeExceededError)
          throw new RangeError(`an append of more than ${error.maxAppendSize} bytes is too large`, { cause: error });
        isUnknown ||= !isBeforeWriting(error);
        throw error;
      }
    });
  }

  /** Writes what nobody else has a place for; sent twice, it is there once. False when something else stands there. */
  async put(append: Append): Promise<boolean> {
    const events = append.lines.map(eventOf);
    if (await this.#inOrder(append.stream, () => this.#send(append, events))) return true;
    const [there] = await this.#options.reader.readEvents(append.stream, append.expectedRevision + 1, 1);
    return there !== undefined && there.id === append.lines[0]?.id;
  }

  /** Writes what was decided; nobody else can have written there. */
  async carryOut(append: Append): Promise<void> {
    if (!(await this.put(append)))
      throw new LedgerInDoubt(`what was decided for ${append.stream} cannot be written: another program writes there`);
  }

  /** The same id may have been sent twice at once; whose line was written, its digest tells. */
  async #settled({ stream, expectedRevision, lines }: Append): Promise<AppendResult> {
    const { reader, numbers, numberPatienceMs } = this.#options;
    const [first] = lines;
    if (first === undefined) throw new TypeError('an append has at least one line');
    const [numbered, last] = await Promise.all(
      [first, lines.at(-1) ?? first].map(({ id }) => numbers.of(id, numberPatienceMs)),
    );
    if (numbered !== undefined && last !== undefined) {
      const kind = numbered.sha256 === sha256(first.line) ? 'appended' : 'duplicate';
      return { kind, entry: numbered.entry };
    }
    const there = await reader.readEvents(stream, expectedRevision + 1, 1);
    const isOwn = there[0]?.id === first.id && there[0].line === first.line;
    return { kind: isOwn ? 'appended' : 'duplicate', entry: undefined };
  }

  #inOrder<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const before = this.#lastOfStream.get(stream) ?? Promise.resolve();
    const done = before.then(work, work);
    const settled = done.catch(() => undefined);
    this.#lastOfStream.set(stream, settled);
    void settled.then(() => {
      if (this.#lastOfStream.get(stream) === settled) this.#lastOfStream.delete(stream);
    });
    return done;
  }
}
