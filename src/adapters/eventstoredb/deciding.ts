import { setTimeout as sleep } from 'node:timers/promises';
import { mayRestOnPredecessor } from '../../ledger/codec/recorded-line.js';
import type { DecidedAppend, Decide, DecideVerdict, EntryIndex } from '../../ledger/entry-index.js';
import { StoreAway, StoreBusy, type Append, type AppendResult, type WriteMany } from '../../ledger/event-store.js';
import { outcomeIdOf } from '../../ledger/streams.js';
import type { Appender } from './appending.js';
import { eventOf } from './event-form.js';
import type { Numbers } from './numbers.js';
import type { Reader } from './reading.js';

export interface DecisionsOptions {
  readonly index: EntryIndex;
  readonly reader: Reader;
  readonly appender: Appender;
  readonly numbers: Numbers;
  readonly numberPatienceMs: number;
  /** How long a decision waits for what is on its way to one of its streams. */
  readonly busyPatienceMs: number;
}

const PAUSE_MS = 20;
/** What a server takes that is configured as it comes. It has to be known before the decision: afterwards nothing may be refused. */
const APPEND_MOST_BYTES = 900 * 1024;
/** Its id, type and metadata. */
const AROUND_A_LINE_BYTES = 400;
const BATCH_MOST = { appends: 500, bytes: 4 * 1024 * 1024 };
const PAGE = 200;
const AT_ONCE = 25;

/** Writes to many streams all or nothing: decided in the index, in one transaction, and then carried out whatever happens. */
export class Decisions {
  readonly #options: DecisionsOptions;
  #turn: Promise<unknown> = Promise.resolve();
  #carrying: Promise<unknown> = Promise.resolve();

  constructor(options: DecisionsOptions) {
    this.#options = options;
  }

  /** One at a time: they would only wait for one another in the index. */
  take<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    const taken = this.#turn.then(() => this.#take(work));
    this.#turn = taken.catch(() => undefined);
    return taken;
  }

  /** Writes all that is decided, whoever decided it. One at a time: two of them would send everything twice. */
  carryOut(): Promise<void> {
    const carried = this.#carrying.then(() => this.#carryOut());
    this.#carrying = carried.catch(() => undefined);
    return carried;
  }

  async close(): Promise<void> {
    await this.#turn;
  }

  /**
   * Strikes nothing off the list before all of it is written, so that nobody else moves on a stream that something further down rests on. What is written already when this
   * is begun again, after a crash or while the store was away, is found there.
   */
  async #carryOut(): Promise<void> {
    const { index, appender } = this.#options;
    const ordinals: number[] = [];
    while (true) {
      const page = await index.decided(ordinals.at(-1) ?? 0, PAGE);
      if (page.length === 0) break;
      for (const together of sideBySide(page)) await Promise.all(together.map((append) => appender.carryOut(append)));
      for (const { ordinal } of page) ordinals.push(ordinal);
    }
    if (ordinals.length > 0) await index.carriedOut(ordinals);
  }

  async #take<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    const { index, numbers, numberPatienceMs } = this.#options;
    let writing: Promise<unknown> = Promise.resolve();
    let failure: Error | undefined;
    let lastId: string | undefined;
    const result = await index.deciding(async (decide) => {
      const write: WriteMany = (appends) => {
        // One after the other, however the caller calls: the appends of a decision have an order.
        const written = writing.then(() => this.#decideAll(decide, appends));
        writing = written.catch((error: unknown) => {
          failure ??= new Error('a write of this decision failed, so nothing of it is kept', { cause: error });
        });
        lastId = appends.at(-1)?.lines.at(-1)?.id ?? lastId;
        return written;
      };
      const outcome = await work(write);
      await writing;
      if (failure !== undefined) throw failure;
      return outcome;
    });
    await this.carryOut();
    if (lastId !== undefined) await numbers.of(lastId, numberPatienceMs);
    return result;
  }

  async #decideAll(decide: Decide, appends: readonly Append[]): Promise<readonly AppendResult[]> {
    for (const append of appends) assertWritable(append);
    const results = new Map<Append, AppendResult>();
    for (const append of appends) {
      const movedOn = await this.#options.reader.whenMovedOn(append);
      if (movedOn !== undefined) results.set(append, movedOn);
    }
    for (const batch of batchesOf(appends.filter((append) => !results.has(append)))) {
      const verdicts = await this.#settled(decide, batch);
      for (const [at, append] of batch.entries()) results.set(append, await this.#resultOf(append, verdicts[at]));
    }
    return appends.map((append) => results.get(append) ?? { kind: 'conflict' });
  }

  /** Appends to streams to which something else is on its way are decided once that is settled. */
  async #settled(decide: Decide, batch: readonly Append[]): Promise<readonly DecideVerdict[]> {
    const givenUpAt = Date.now() + this.#options.busyPatienceMs;
    const verdicts = [...(await decide(batch))];
    while (true) {
      const open = [...verdicts.keys()].filter((at) => verdicts[at]?.kind === 'unsettled');
      if (open.length === 0) return verdicts;
      if (Date.now() > givenUpAt) throw new StoreBusy('others are just recording in the same streams');
      await sleep(PAUSE_MS);
      const again = await decide(open.flatMap((at) => batch[at] ?? []));
      for (const [i, at] of open.entries()) verdicts[at] = again[i] ?? { kind: 'unsettled' };
    }
  }

  async #resultOf({ stream, lines }: Append, verdict: DecideVerdict | undefined): Promise<AppendResult> {
    switch (verdict?.kind) {
      case 'decided':
        return { kind: 'appended', entry: undefined };
      case 'numbered':
        return { kind: 'duplicate', entry: verdict.entry };
      case 'on-its-way':
        return { kind: 'duplicate', entry: undefined };
      case 'conflict':
        return { kind: 'conflict' };
      case 'claimed-before': {
        const [there] = await this.#options.reader.readEvents(verdict.stream, verdict.revision, 1);
        if (there?.id === lines[0]?.id) return { kind: 'duplicate', entry: undefined };
        throw new StoreAway(
          `An entry for ${verdict.stream} was sent before, and what became of that is not known yet; send that one again by itself`,
        );
      }
      case 'id-taken':
        throw new Error(`an id of a later line for ${stream} is in the ledger already, though its first is not`);
      case 'unsettled':
      case undefined:
        throw new Error('an append was not judged');
    }
  }
}

/** Throws for an append that could not be carried out once it is decided. */
function assertWritable({ stream, lines }: Append): void {
  for (const line of lines) eventOf(line);
  const bytes = lines.reduce((sum, { line }) => sum + Buffer.byteLength(line) + AROUND_A_LINE_BYTES, 0);
  if (bytes > APPEND_MOST_BYTES) throw new RangeError(`an append of ${bytes} bytes for ${stream} is too large`);
}

function* batchesOf(appends: readonly Append[]): Generator<readonly Append[]> {
  let batch: Append[] = [];
  let bytes = 0;
  for (const append of appends) {
    const size = append.lines.reduce((sum, { line }) => sum + line.length, 0);
    if (batch.length === BATCH_MOST.appends || (batch.length > 0 && bytes + size > BATCH_MOST.bytes)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(append);
    bytes += size;
  }
  if (batch.length > 0) yield batch;
}

/**
 * What is decided, in its order, in groups that may be written at once. What starts an outcome rests on no other outcome that was decided with it, unless it is a saving that carries one
 * on. What changes one may, as the note of a link does on the link, and items do rest on the key that is set with the first of them: all those are written by themselves, when all before
 * them is.
 */
function* sideBySide(decided: readonly DecidedAppend[]): Generator<readonly DecidedAppend[]> {
  let group: DecidedAppend[] = [];
  for (const append of decided) {
    const isAlone = !startsOutcome(append) || append.lines.some(({ line }) => mayRestOnPredecessor(line));
    if (group.length === AT_ONCE || (isAlone && group.length > 0)) {
      yield group;
      group = [];
    }
    if (isAlone) yield [append];
    else group.push(append);
  }
  if (group.length > 0) yield group;
}

const startsOutcome = ({ stream, expectedRevision }: Append): boolean =>
  expectedRevision < 0 && outcomeIdOf(stream) !== undefined;
