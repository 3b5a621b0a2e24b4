import { Worker } from 'node:worker_threads';
import type { Confirm, Confirmed } from './confirm.js';

/** A second thread that confirms lines while the first one reads and keeps order. */
export interface Assistant {
  readonly confirm: Confirm;
  end(): Promise<void>;
}

const ENDED = 'The thread that helped with the verification ended.';

/** Starts the thread. A failure in it is a failure of what was asked of it. */
export function startAssistant(): Assistant {
  const worker = new Worker(new URL('./assistant-thread.js', import.meta.url));
  const waiting: { readonly resolve: (answer: Confirmed) => void; readonly reject: (error: Error) => void }[] = [];
  let isAlive = true;
  const failAll = (error: Error): void => {
    isAlive = false;
    for (const { reject } of waiting.splice(0)) reject(error);
  };
  worker.on('message', (answer: Confirmed) => waiting.shift()?.resolve(answer));
  worker.on('error', (error) => failAll(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => failAll(new Error(ENDED)));
  return {
    confirm: (request) =>
      new Promise((resolve, reject) => {
        waiting.push({ resolve, reject });
        worker.postMessage(request);
        // Nobody will answer then: a thread tells of its end once.
        if (!isAlive) failAll(new Error(ENDED));
      }),
    end: async () => {
      isAlive = false;
      await worker.terminate();
    },
  };
}
