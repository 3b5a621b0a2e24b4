import { BackOff } from '../../ledger/back-off.js';
import { StoreBusy } from '../../ledger/event-store.js';
import { FeedAway, type Feed } from '../../ledger/feed.js';
import type { Follower, Trouble } from '../../ledger/follower-state.js';
import type { Submission, SubmissionBatch, Submissions, Taker } from '../../ledger/submissions.js';
import type { Taken } from './answers.js';
import { Backlog } from './backlog.js';
import { chunksOf, lanesOf } from './lanes.js';
import { isPassing } from './take-submission.js';

/** What the intake works with. */
export interface IntakeParts {
  readonly submissions: Submissions;
  /** Takes the answers. Nobody else publishes by it. */
  readonly answers: Feed;
  readonly topics: { readonly receipts: string; readonly rejects: string };
  readonly take: (submission: Submission) => Promise<Taken>;
  readonly follower: Follower;
  readonly log: (message: string) => void;
  /** The first and the longest pause before something is tried again. */
  readonly backOffMs?: { readonly first: number; readonly most: number };
}

/** Taken, answered and settled together: so many are looked up again, at most, after a crash. */
const CHUNK = 256;
const BROKER_AWAY = 'broker-away';
const BACK_OFF_MS = { first: 100, most: 10_000 };

/**
 * Takes what is submitted until the signal aborts. The order is the promise: a submission is recorded for good, then its answer is acknowledged by
 * the brokers, and only then is it settled. Whatever breaks in between, it is given again, is found in the ledger by its id, and gets
 * the same answer. What fails for a reason that passes is tried again for as long as that takes, and nothing behind it is touched.
 */
export async function runIntake(parts: IntakeParts, signal: AbortSignal): Promise<void> {
  const intake = new Intake(parts);
  while (!signal.aborted) {
    try {
      await parts.submissions.follow(intake, signal);
    } catch (error) {
      await intake.failed(error, signal);
    }
  }
}

class Intake implements Taker {
  readonly #backlog: Backlog;
  readonly #backOff: BackOff;
  #hasFailed = false;
  #trouble: Trouble | undefined;
  #publishing: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: IntakeParts) {
    this.#backlog = new Backlog(parts.follower);
    this.#backOff = this.#newBackOff();
  }

  assigned(partitions: readonly string[]): void {
    if (this.#hasFailed) this.parts.follower.reconnected();
    this.#hasFailed = false;
    this.#backlog.assigned(partitions);
    if (partitions.length === 0) this.parts.follower.standsBy();
    else if (this.#trouble === undefined || this.#trouble.code === BROKER_AWAY) this.#well();
  }

  /** Each chunk is settled before the next is looked at, so that what is given again is never more than that. */
  async take(batch: SubmissionBatch): Promise<void> {
    const { signal, partition, submissions } = batch;
    try {
      for (const { chunk, after } of chunksOf(submissions, CHUNK)) {
        this.#backlog.waits(partition, chunk.length + after + batch.behind, chunk[0]?.sentAtMs);
        const taken = await this.#takeAll(chunk, signal);
        await this.#answer(taken, signal);
        await batch.settle(chunk.at(-1)?.offset ?? -1);
        this.#done(partition, taken, after + batch.behind);
      }
    } catch (error) {
      // What was given up is given again, to whoever has the partition then.
      if (!signal.aborted) throw error;
    }
  }

  /** Waits before the brokers are asked again. */
  async failed(error: unknown, signal: AbortSignal): Promise<void> {
    this.#troubled(error);
    this.#backlog.assigned([]);
    this.#hasFailed = true;
    await this.#backOff.pause(signal);
  }

  /** Those of one key one after the other, those of different keys together; gives them in their order. */
  async #takeAll(chunk: readonly Submission[], signal: AbortSignal): Promise<readonly Taken[]> {
    const taken = new Map<Submission, Taken>();
    const lanes = lanesOf(chunk).map(async (lane) => {
      for (const submission of lane)
        taken.set(submission, await this.#insist(() => this.parts.take(submission), signal));
    });
    // All of them come to an end before any failure is told: nothing may be under way when the partition is somebody else's.
    const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return chunk.flatMap((submission) => taken.get(submission) ?? []);
  }

  async #answer(taken: readonly Taken[], signal: AbortSignal): Promise<void> {
    const { answers, topics } = this.parts;
    for (const to of ['receipts', 'rejects'] as const) {
      const messages = taken.filter((each) => each.to === to).map(({ message }) => message);
      if (messages.length > 0)
        await this.#insist(() => this.#inTurn(() => answers.publish(topics[to], messages)), signal);
    }
  }

  /** One at a time: partitions share the connection. */
  #inTurn(publish: () => Promise<unknown>): Promise<unknown> {
    const published = this.#publishing.then(publish);
    this.#publishing = published.catch(() => undefined);
    return published;
  }

  async #insist<T>(attempt: () => Promise<T>, signal: AbortSignal): Promise<T> {
    const backOff = this.#newBackOff();
    for (;;) {
      signal.throwIfAborted();
      try {
        return await attempt();
      } catch (error) {
        if (!isPassing(error) && !(error instanceof FeedAway)) throw error;
        this.#troubled(error);
        this.#backlog.report();
        await backOff.pause(signal);
      }
    }
  }

  #newBackOff(): BackOff {
    const { first, most } = this.parts.backOffMs ?? BACK_OFF_MS;
    return new BackOff(first, most);
  }

  #done(partition: string, taken: readonly Taken[], behind: number): void {
    const { follower } = this.parts;
    this.#backOff.reset();
    if (this.#trouble !== undefined) this.#well();
    follower.dealtWith(taken.length);
    for (const { isParked } of taken) if (isParked) follower.parked();
    this.#backlog.waits(partition, behind, undefined);
  }

  #well(): void {
    if (this.#trouble !== undefined) this.parts.log('The intake goes on.');
    this.#trouble = undefined;
    this.parts.follower.follows();
  }

  #troubled(error: unknown): void {
    const trouble = troubleOf(error);
    if (this.#trouble?.detail !== trouble.detail) this.parts.log(`The intake waits: ${trouble.detail}`);
    this.#trouble = trouble;
    this.parts.follower.isAway(trouble);
  }
}

function troubleOf(error: unknown): Trouble {
  const detail = error instanceof Error ? error.message : String(error);
  if (error instanceof FeedAway) return { code: BROKER_AWAY, detail };
  if (error instanceof StoreBusy) return { code: 'busy', detail };
  return { code: isPassing(error) ? 'store-away' : 'failed', detail };
}
