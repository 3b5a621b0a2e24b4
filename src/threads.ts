import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Followers, FollowerState } from './ledger/follower-state.js';

/** Something that runs in a thread of its own until it is stopped. */
export interface RunningThread {
  /** Ends it; what it has done stays. */
  stop(): Promise<void>;
}

/** What a thread posts: a line for people, or how its followers stand. */
export type ThreadMessage = { readonly say: string } | { readonly followers: readonly FollowerState[] };

export interface ThreadOptions {
  /** For the log. */
  readonly name: string;
  readonly file: URL;
  readonly data: object;
  /** Told how the followers of the thread stand. */
  readonly followers: Followers;
  readonly say: (message: string) => void;
}

const RESTART_MS = 1_000;
/** One that does not end by itself is ended. */
const PATIENCE_MS = 10_000;

/** Runs a file in a thread. One that fails is started again; one that ends by itself is not. Any message to it means: end. */
export function keepThread(options: ThreadOptions): RunningThread {
  const stopping = new AbortController();
  const running = keepRunning(options, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepRunning(options: ThreadOptions, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await runThread(options, stopping);
      return;
    } catch (error) {
      options.say(
        `${options.name} failed and is started again: ${error instanceof Error ? error.message : String(error)}`,
      );
      await sleep(RESTART_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

async function runThread({ file, data, followers, say }: ThreadOptions, stopping: AbortSignal): Promise<void> {
  const worker = new Worker(file, { workerData: data });
  worker.on('message', (message: ThreadMessage) => {
    if ('say' in message) say(message.say);
    else for (const state of message.followers) followers.put(state);
  });
  let overdue: NodeJS.Timeout | undefined;
  const end = (): void => {
    worker.postMessage('end');
    overdue = setTimeout(() => void worker.terminate(), PATIENCE_MS);
  };
  stopping.addEventListener('abort', end, { once: true });
  try {
    // An error in the thread rejects this.
    await once(worker, 'exit');
  } finally {
    stopping.removeEventListener('abort', end);
    clearTimeout(overdue);
  }
}
