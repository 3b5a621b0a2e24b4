import {
  StoreBusy,
  type Append,
  type AppendResult,
  type EventStore,
  type RecordedLine,
  type WriteMany,
} from './event-store.js';

/** The part of a store by which commands are executed. */
export type CommandStore = Pick<EventStore, 'append' | 'atomically' | 'readStream' | 'readByIds'>;

/**
 * A store as it will be once what is written to it stands: a command that is executed in it meets what commands before it wrote. What is written goes to a transaction that
 * is under way, or nowhere, when all that is wanted is what would happen. Keeps every line until it is let go.
 */
export class Draft implements CommandStore {
  private readonly streams = new Map<string, { readonly from: number; readonly lines: RecordedLine[] }>();
  private readonly byId = new Map<string, RecordedLine>();

  constructor(
    private readonly store: CommandStore,
    private readonly write?: WriteMany,
  ) {}

  /** Whether what is written here will be recorded. */
  get isForGood(): boolean {
    return this.write !== undefined;
  }

  /** Whether something was written to a stream here. */
  holds(stream: string): boolean {
    return this.streams.has(stream);
  }

  /** Keeps what went to the same transaction by another way, or would have. */
  noteWritten(append: Append): void {
    this.keep(append);
  }

  async append(append: Append): Promise<AppendResult> {
    const results = this.write === undefined ? [await this.judge(append)] : await this.write([append]);
    const [result = { kind: 'conflict' }] = results;
    if (result.kind === 'appended') this.keep(append);
    return result;
  }

  /**
   * Writes what has to stand together. Nothing of it is kept when `work` fails; where a part went to the transaction already, which cannot be halved, that ends too
   * (`StoreBusy`: somebody else wrote between reading and writing).
   */
  async atomically<T>(work: (write: WriteMany) => Promise<T>): Promise<T> {
    const together = new Draft(this, this.write);
    const written: Append[] = [];
    const write: WriteMany = async (appends) => {
      const results: AppendResult[] = [];
      for (const append of appends) {
        const result = await together.append(append);
        results.push(result);
        if (result.kind !== 'appended') break;
        written.push(append);
      }
      return results;
    };
    try {
      const done = await work(write);
      for (const append of written) this.keep(append);
      return done;
    } catch (error) {
      if (!this.isForGood || written.length === 0) throw error;
      throw new StoreBusy('What has to be written together changed while it was being decided.');
    }
  }

  async readStream(stream: string, fromRevision = 0): Promise<readonly RecordedLine[]> {
    const standing = await this.store.readStream(stream, fromRevision);
    const own = this.streams.get(stream);
    return own === undefined ? standing : [...standing, ...own.lines.slice(fromRevision + standing.length - own.from)];
  }

  async readByIds(ids: readonly string[]): Promise<readonly RecordedLine[]> {
    const own = ids.flatMap((id) => this.byId.get(id) ?? []);
    const others = ids.filter((id) => !this.byId.has(id));
    return others.length === 0 ? own : [...(await this.store.readByIds(others)), ...own];
  }

  /** What the store would say, in its order: the same id again is a duplicate wherever its stream is. */
  private async judge({ stream, expectedRevision, lines, beside }: Append): Promise<AppendResult> {
    const [first] = lines;
    const [before] = first === undefined ? [] : await this.readByIds([first.id]);
    if (before !== undefined) return { kind: 'duplicate', entry: before.entry };
    const isAt = async (name: string, revision: number): Promise<boolean> =>
      (await this.readStream(name)).length === revision + 1;
    const isBeside = beside === undefined || (await isAt(beside.stream, beside.revision));
    const isNext = isBeside && (await isAt(stream, expectedRevision));
    return isNext ? { kind: 'appended', entry: undefined } : { kind: 'conflict' };
  }

  private keep({ stream, expectedRevision, lines }: Append): void {
    const own = this.streams.get(stream) ?? { from: expectedRevision + 1, lines: [] };
    for (const { id, line } of lines) {
      const kept = { entry: undefined, line };
      own.lines.push(kept);
      this.byId.set(id, kept);
    }
    this.streams.set(stream, own);
  }
}
