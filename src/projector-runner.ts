import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Followers } from './ledger/follower-state.js';
import type { LedgerHome } from './open-store.js';
import type { ProjectorThreadMessage } from './projector-thread.js';

export interface RunningProjector {
  /** Ends the projector; what it has applied stays. */
  stop(): Promise<void>;
}

type Listen = (message: ProjectorThreadMessage) => void;

const RESTART_MS = 1_000;

/**
 * Keeps the figures up with the ledger in a thread of its own, so that folding takes nothing from the requests. A thread that fails is
 * started again; one that ends by itself met an entry it cannot fold, said so, and is not.
 */
export function startProjector(
  { applicationUrl, eventstoreUrl }: LedgerHome,
  followers: Followers,
  say: (message: string) => void,
): RunningProjector {
  const stopping = new AbortController();
  const listen: Listen = (message) => {
    if ('say' in message) say(message.say);
    else for (const state of message.followers) followers.put(state);
  };
  const running = keepRunning({ applicationUrl, eventstoreUrl }, listen, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function keepRunning(home: LedgerHome, listen: Listen, stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    try {
      await runThread(home, listen, stopping);
      return;
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      listen({ say: `The projector failed and is started again: ${reason}` });
      await sleep(RESTART_MS, undefined, { signal: stopping }).catch(() => undefined);
    }
  }
}

async function runThread(data: LedgerHome, listen: Listen, stopping: AbortSignal): Promise<void> {
  const worker = new Worker(new URL('./projector-thread.js', import.meta.url), { workerData: data });
  worker.on('message', listen);
  const end = (): void => worker.postMessage('end');
  stopping.addEventListener('abort', end, { once: true });
  try {
    // An error in the thread rejects this.
    await once(worker, 'exit');
  } finally {
    stopping.removeEventListener('abort', end);
  }
}
