import { createRequire } from 'node:module';

/** What this needs to know of the queue of requests that each connection of kafkajs has. */
interface RequestQueue {
  readonly pending: readonly unknown[];
  readonly throttledUntil: number;
  throttleCheckTimeoutId: NodeJS.Timeout | null;
  checkPendingRequests(): void;
}

interface RequestQueueClass {
  readonly prototype: { scheduleCheckPendingRequests: (this: RequestQueue) => void };
}

const LOOK_MS = 10;

/**
 * In kafkajs 2.2.4 every connection that was ever used looks a thousand times a second for requests that wait, also when none does, and
 * by a timer with a negative time, of which Node.js warns. This lets it look only while some wait. The library is frozen, so that its
 * insides stay as they are.
 */
export function calmRequestQueues(): void {
  const requestQueue = createRequire(import.meta.url)('kafkajs/src/network/requestQueue') as RequestQueueClass;
  requestQueue.prototype.scheduleCheckPendingRequests = scheduleCheck;
}

function scheduleCheck(this: RequestQueue): void {
  if (this.throttleCheckTimeoutId !== null || this.pending.length === 0) return;
  const throttledMs = this.throttledUntil - Date.now();
  this.throttleCheckTimeoutId = setTimeout(
    () => {
      this.throttleCheckTimeoutId = null;
      this.checkPendingRequests();
    },
    throttledMs > 0 ? throttledMs : LOOK_MS,
  );
}
