import { Worker } from 'node:worker_threads';
import type { CollaborationId } from '../../domain/identifiers.js';
import type { OutcomeContext } from '../../domain/outcome/record-outcome.js';
import type { CsvBatch } from './csv-records.js';
import { fromColumns, type Posted } from './row-columns.js';
import {
  RowDecider,
  type BatchToDecide,
  type Contexts,
  type Decided,
  type DecidedBatch,
  type FileFacts,
} from './row-decider.js';

/** What a desk asks of the ledger. */
export interface DeskOptions {
  readonly file: FileFacts;
  /** The agreements of a collaboration, or `undefined` when there is none of that id. */
  readonly contextFor: (id: CollaborationId) => Promise<OutcomeContext | undefined>;
  readonly now: () => string;
}

type Decide = (asked: BatchToDecide) => Promise<Decided>;

/** Smaller files are through before a second thread has started. */
const WORTH_A_THREAD_BATCHES = 8;
/** So many batches may be at the desk at once. */
const MOST_AT_DESK = 3;

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
    while (true) {
      const result = await this.ask({ batch, now: this.options.now(), contexts });
      if (!('missing' in result)) return result;
      const read = result.missing.map(async (id) => [id, await this.options.contextFor(id)] as const);
      contexts = new Map(await Promise.all(read));
      this.known = new Map([...this.known, ...contexts]);
    }
  }

  async close(): Promise<void> {
    await this.thread?.end();
  }

  private startThread(): void {
    const thread = new RowThread(this.options.file);
    this.thread = thread;
    this.ask = (asked) => thread.decide(asked);
  }
}

/** Rows live for a moment only: with room for more of them, fewer are copied about before they go. */
const YOUNG_MB = 96;

/** A second thread that decides rows. A failure in it is a failure of what was asked of it. */
class RowThread {
  private readonly worker: Worker;
  private readonly waiting: {
    readonly resolve: (result: Decided) => void;
    readonly reject: (error: Error) => void;
  }[] = [];

  constructor(file: FileFacts) {
    this.worker = new Worker(new URL('./row-thread.js', import.meta.url), {
      workerData: file,
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.worker.on('message', (posted: Posted) => this.waiting.shift()?.resolve(fromColumns(posted)));
    this.worker.on('error', (error) => this.failAll(error instanceof Error ? error : new Error(String(error))));
    this.worker.on('exit', () => this.failAll(new Error('The thread that decided the rows ended.')));
  }

  decide(asked: BatchToDecide): Promise<Decided> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage(asked);
    });
  }

  async end(): Promise<void> {
    await this.worker.terminate();
  }

  private failAll(error: Error): void {
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
