import { setTimeout as sleep } from 'node:timers/promises';

/** Pauses that grow while trying again is in vain. Each is drawn from around its length, so that copies of the application do not come back in the same moment. */
export class BackOff {
  #nextMs: number;

  constructor(
    private readonly firstMs: number,
    private readonly mostMs: number,
    private readonly chance: () => number = Math.random,
  ) {
    this.#nextMs = firstMs;
  }

  /** It went well: the next pause is the first again. */
  reset(): void {
    this.#nextMs = this.firstMs;
  }

  /** Waits for half to one and a half of the present length, which then doubles; no longer than until the signal aborts. */
  async pause(signal: AbortSignal): Promise<void> {
    const ms = this.#nextMs * (0.5 + this.chance());
    this.#nextMs = Math.min(2 * this.#nextMs, this.mostMs);
    await pause(ms, signal);
  }
}

/** Waits, but no longer than until the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
