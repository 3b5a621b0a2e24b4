import { StreamDeletedError, StreamNotFoundError } from '@eventstore/db-client';
import type { EntryIndex, NumberedEntry } from '../../ledger/entry-index.js';
import {
  LedgerInDoubt,
  type Append,
  type AppendResult,
  type RecordedLine,
  type StoredLine,
} from '../../ledger/event-store.js';
import { arriving } from './arriving.js';
import type { Connection } from './connection.js';
import { lineOf, type ReadLine } from './event-form.js';
import { Interrupted } from './failures.js';
import type { Patience } from './patience.js';

/** Events in one read of a stream. */
const STREAM_PAGE = 500;
/** So many single events or fewer are fetched one by one, which is less work for the server than to look through its log. */
const FEW = 16;

export interface ReaderOptions {
  readonly connection: Connection;
  readonly index: EntryIndex;
  readonly patience: Patience;
  /** Told of a line that is not what was numbered, before the reader throws. */
  readonly doubt: (reason: string) => void;
}

/** Reads lines back and holds each against the digest it was numbered with. What differs is given to nobody. */
export class Reader {
  readonly #options: ReaderOptions;

  constructor(options: ReaderOptions) {
    this.#options = options;
  }

  /** The events of a stream from a revision on, as they stand there, numbered or not. */
  readEvents(stream: string, fromRevision: number, most = Infinity): Promise<readonly ReadLine[]> {
    return this.#options.patience.run(() => this.readEventsOnce(stream, fromRevision, most));
  }

  /**
   * What comes of an append when the stream by which it was decided has moved on since: it is a conflict, unless it is in the ledger already. `undefined` while that stream is where it was, and for an append
   * without one. Nothing holds the stream still after the look: the server keeps what it promises for one stream only.
   */
  async whenMovedOn({ beside, lines }: Append): Promise<Exclude<AppendResult, { kind: 'appended' }> | undefined> {
    if (beside === undefined) return undefined;
    if ((await this.readEvents(beside.stream, beside.revision + 1, 1)).length === 0) return undefined;
    const [there] = await this.readByIds(lines.slice(0, 1).map(({ id }) => id));
    return there === undefined ? { kind: 'conflict' } : { kind: 'duplicate', entry: there.entry };
  }

  async readStream(stream: string, fromRevision: number): Promise<readonly RecordedLine[]> {
    // Numbers first: what is numbered has to be there, and what comes in between has just no number yet.
    const numbered = await this.#options.index.ofStream(stream, fromRevision);
    const lines = await this.readEvents(stream, fromRevision);
    const last = numbered.at(-1);
    if (last !== undefined && last.revision >= fromRevision + lines.length) this.#differs(last, 'it is not there');
    return lines.map((line) => {
      const entry = numbered[line.revision - fromRevision];
      if (entry !== undefined) return this.#checked(entry, line);
      if (!line.isOurs) this.#doubt(`revision ${line.revision} of ${stream} is not what Tallystick wrote`);
      return { entry: undefined, line: line.line };
    });
  }

  async readAll(after: number, limit: number): Promise<readonly StoredLine[]> {
    const { index } = this.#options;
    const numbered = await index.page(after, limit);
    if (numbered.length <= FEW) return this.#readEach(numbered);
    const before = after < 0 ? undefined : (await index.page(after - 1, 1))[0];
    return this.#options.patience.run(() => this.#readRun(before, numbered));
  }

  async readByIds(ids: readonly string[]): Promise<readonly RecordedLine[]> {
    // Claims first: what is numbered in between is found by its number.
    const claims = await this.#options.index.claims(ids);
    const numbered = await this.#options.index.byIds(ids);
    const lines: RecordedLine[] = [...(await this.#readEach(numbered))];
    const known = new Set(numbered.map(({ id }) => id));
    for (const [id, { stream, revision }] of claims) {
      const [line] = known.has(id) ? [] : await this.readEvents(stream, revision, 1);
      if (line?.id === id) lines.push({ entry: undefined, line: line.line });
      else if (!known.has(id)) lines.push(...(await this.#readDecided(id, stream)));
    }
    return lines;
  }

  /** A line that is decided will be there, whatever happens, and counts as recorded. */
  async #readDecided(id: string, stream: string): Promise<readonly RecordedLine[]> {
    const decided = await this.#options.index.decidedFor([stream]);
    const own = decided.flatMap(({ lines }) => lines).filter((line) => line.id === id);
    return own.map(({ line }) => ({ entry: undefined, line }));
  }

  async #readEach(numbered: readonly NumberedEntry[]): Promise<readonly StoredLine[]> {
    const lines: StoredLine[] = [];
    for (let at = 0; at < numbered.length; at += FEW) {
      const few = numbered.slice(at, at + FEW);
      lines.push(...(await Promise.all(few.map((entry) => this.readEntry(entry)))));
    }
    return lines;
  }

  /** The line of one entry. Throws `LedgerInDoubt` when it is not there, or not what was numbered. */
  async readEntry(entry: NumberedEntry): Promise<StoredLine> {
    const [line] = await this.readEvents(entry.stream, entry.revision, 1);
    return this.#checked(entry, line);
  }

  /** Entries that follow one another, in one look through the log. */
  async #readRun(
    before: NumberedEntry | undefined,
    numbered: readonly NumberedEntry[],
  ): Promise<readonly StoredLine[]> {
    const { connection } = this.#options;
    const lines: StoredLine[] = [];
    for await (const { event } of arriving(connection.subscribe(before?.position), connection.deadlineMs)) {
      const entry = numbered[lines.length];
      if (event === undefined || entry === undefined) break;
      lines.push(this.#checked(entry, lineOf(event)));
      if (lines.length === numbered.length) break;
    }
    if (lines.length < numbered.length) throw new Interrupted('the server ended the call');
    return lines;
  }

  /** The same in one attempt, for those who try again themselves. */
  async readEventsOnce(stream: string, fromRevision: number, most: number): Promise<readonly ReadLine[]> {
    const { connection } = this.#options;
    const lines: ReadLine[] = [];
    try {
      while (lines.length < most) {
        const wanted = Math.min(STREAM_PAGE, most - lines.length);
        const call = connection.readStream(stream, fromRevision + lines.length, wanted);
        const before = lines.length;
        for await (const { event } of arriving(call, connection.deadlineMs)) if (event) lines.push(lineOf(event));
        if (lines.length - before < wanted) break;
      }
    } catch (error) {
      if (error instanceof StreamDeletedError) this.#doubt(`${stream} was deleted`);
      if (!(error instanceof StreamNotFoundError)) throw error;
    }
    const gap = lines.findIndex(({ revision }, at) => revision !== fromRevision + at);
    if (gap >= 0) this.#doubt(`revision ${fromRevision + gap} of ${stream} is missing`);
    return lines;
  }

  #checked(entry: NumberedEntry, line: ReadLine | undefined): StoredLine {
    if (line === undefined) return this.#differs(entry, 'it is not there');
    if (line.id !== entry.id || line.stream !== entry.stream || line.revision !== entry.revision)
      return this.#differs(entry, `in its place is revision ${line.revision} of ${line.stream}`);
    if (line.sha256 !== entry.sha256) return this.#differs(entry, `its line has the SHA-256 ${line.sha256}`);
    return { entry: entry.entry, line: line.line };
  }

  #differs({ entry, stream, revision, sha256 }: NumberedEntry, how: string): never {
    return this.#doubt(`entry ${entry}, revision ${revision} of ${stream}, is not what it was: ${how}, not ${sha256}`);
  }

  #doubt(reason: string): never {
    this.#options.doubt(reason);
    throw new LedgerInDoubt(reason);
  }
}
