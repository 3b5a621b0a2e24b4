import { Worker } from 'node:worker_threads';
import type { CollaborationId, OutcomeId } from '../../domain/identifiers.js';
import type { OutcomeContext } from '../../domain/outcome/record-outcome.js';
import type { Predecessor } from '../../domain/outcome/saving-claims.js';
import type { CsvBatch } from '../../web/csv-records.js';
import { fromColumns, type Posted } from './row-columns.js';
import {
  RowDecider,
  type BatchToDecide,
  type Contexts,
  type Decided,
  type DecidedBatch,
  type FileFacts,
  type Predecessors,
} from './row-decider.js';

/** What a desk asks of the ledger. */
export interface DeskOptions {
  readonly file: FileFacts;
  /** The agreements of a collaboration, or `undefined` when there is none of that id. */
  readonly contextFor: (id: CollaborationId) => Promise<OutcomeContext | undefined>;
  /** A saving that some row carries on, as it stands. */
  readonly predecessorAt: (id: OutcomeId) => Promise<Predecessor>;
  readonly now: () => string;
}

/** What a thread is sent: the file whose rows come next, or a batch of them. */
export type ToThread = { readonly file: FileFacts } | { readonly asked: BatchToDecide };

type Decide = (asked: BatchToDecide) => Promise<Decided>;

/** Smaller files are through before a second thread has started. */
const WORTH_A_THREAD_BATCHES = 8;
/** So many batches may be at the desk at once. */
const MOST_AT_DESK = 6;

/**
 * Decides batches of rows, and gives them in their order. The first few are decided here; for a long file a second thread takes over, so that this one has
 * time to write. What goes wrong while batches are read is thrown after those that were read.
 */
export async function* decideInOrder(
  batches: AsyncIterable<CsvBatch>,
  options: DeskOptions,
): AsyncGenerator<DecidedBatch> {
  const desk = new RowDesk(options);
  const atDesk: Promise<DecidedBatch>[] = [];
  try {
    for await (const next of withFailureLast(batches)) {
      if ('failure' in next) {
        yield* inTurn(atDesk);
        throw next.failure;
      }
      atDesk.push(desk.decide(next.batch));
      if (atDesk.length === MOST_AT_DESK) yield* inTurn(atDesk, MOST_AT_DESK - 1);
    }
    yield* inTurn(atDesk);
  } finally {
    await desk.close();
  }
}

/** Gives what is at the desk, the oldest first, until no more than so many are left. */
async function* inTurn(atDesk: Promise<DecidedBatch>[], remaining = 0): AsyncGenerator<DecidedBatch> {
  for (let first = atDesk.shift(); first !== undefined; first = atDesk.length > remaining ? atDesk.shift() : undefined)
    yield await first;
}

/** What goes wrong while reading comes as the last item, so that it cannot overtake what was read. */
async function* withFailureLast(
  batches: AsyncIterable<CsvBatch>,
): AsyncGenerator<{ readonly batch: CsvBatch } | { readonly failure: unknown }> {
  try {
    for await (const batch of batches) yield { batch };
  } catch (failure) {
    yield { failure };
  }
}

class RowDesk {
  private readonly own: RowDecider;
  private ask: Decide;
  private thread: RowThread | undefined;
  private taken = 0;
  /** Everything read so far, for a thread that has still to be told. */
  private known: Contexts = new Map();

  constructor(private readonly options: DeskOptions) {
    this.own = new RowDecider(options.file);
    this.ask = (asked) => Promise.resolve(this.own.decide(asked));
  }

  /** Whoever waits for it is told of a failure; until then it is nobody's. */
  decide(batch: CsvBatch): Promise<DecidedBatch> {
    const decided = this.decided(batch);
    decided.catch(() => undefined);
    return decided;
  }

  private async decided(batch: CsvBatch): Promise<DecidedBatch> {
    this.taken += 1;
    const isFirstOfThread = this.taken === WORTH_A_THREAD_BATCHES;
    if (isFirstOfThread) this.startThread();
    let contexts: Contexts = isFirstOfThread ? this.known : new Map();
    let predecessors: Predecessors = new Map();
    while (true) {
      const result = await this.ask({ batch, now: this.options.now(), contexts, predecessors });
      if (!('missing' in result)) return result;
      const read = result.missing.map(async (id) => [id, await this.options.contextFor(id)] as const);
      contexts = new Map(await Promise.all(read));
      this.known = new Map([...this.known, ...contexts]);
      const looked = result.predecessors.map(async (id) => [id, await this.options.predecessorAt(id)] as const);
      predecessors = new Map([...predecessors, ...(await Promise.all(looked))]);
    }
  }

  /** Ends the desk. What it was still reading agreements for is not asked of the thread any more: that may be another import's by then. */
  async close(): Promise<void> {
    this.ask = () => Promise.reject(new Error('The import ended.'));
    await this.thread?.end();
  }

  private startThread(): void {
    const thread = RowThread.for(this.options.file);
    this.thread = thread;
    this.ask = (asked) => thread.decide(asked);
  }
}

/** Rows live for a moment only: with room for more of them, fewer are copied about before they go. */
const YOUNG_MB = 48;
/** A thread that has nothing to do waits so long for the next import, which then need not start one. */
const SPARE_MS = 30_000;
const ENDED = 'The thread that decided the rows ended.';

/** A second thread that decides rows. A failure in it is a failure of what was asked of it. */
class RowThread {
  private static spare: RowThread | undefined;

  private readonly worker: Worker;
  private expiry: NodeJS.Timeout | undefined;
  private isAlive = true;
  private readonly waiting: {
    readonly resolve: (result: Decided) => void;
    readonly reject: (error: Error) => void;
  }[] = [];

  /** The thread that the import before left, or a new one, for the rows of one file. */
  static for(file: FileFacts): RowThread {
    const thread = RowThread.spare ?? new RowThread();
    RowThread.spare = undefined;
    clearTimeout(thread.expiry);
    thread.worker.ref();
    thread.worker.postMessage({ file } satisfies ToThread);
    return thread;
  }

  private constructor() {
    this.worker = new Worker(new URL('./row-thread.js', import.meta.url), {
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.worker.on('message', (posted: Posted) => this.waiting.shift()?.resolve(fromColumns(posted)));
    this.worker.on('error', (error) => this.failAll(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.failAll(new Error(ENDED)));
  }

  decide(asked: BatchToDecide): Promise<Decided> {
    // Nobody would answer: a thread tells of its end once.
    if (!this.isAlive) return Promise.reject(new Error(ENDED));
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage({ asked } satisfies ToThread);
    });
  }

  /** Lets it go: it is kept for a while when it has answered everything, and holds no process back. */
  async end(): Promise<void> {
    if (!this.isAlive || this.waiting.length > 0 || RowThread.spare !== undefined) {
      await this.terminate();
      return;
    }
    RowThread.spare = this;
    this.worker.unref();
    this.expiry = setTimeout(() => this.expire(), SPARE_MS).unref();
  }

  private expire(): void {
    if (RowThread.spare === this) RowThread.spare = undefined;
    void this.terminate();
  }

  private async terminate(): Promise<void> {
    this.isAlive = false;
    await this.worker.terminate();
  }

  private failAll(error: Error): void {
    this.isAlive = false;
    if (RowThread.spare === this) RowThread.spare = undefined;
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
