import { AccessDeniedError } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreAway } from '../../ledger/event-store.js';
import { mayPass } from './failures.js';

const BACK_OFF_MS = { first: 20, most: 500 };
/** Once somebody has waited in vain, the others need not wait as long. */
const SHORT_MS = 300;

/** How calls put up with a server that does not answer: patiently at first, and briefly while it is known to be away. */
export class Patience {
  #isAway = false;

  constructor(
    private readonly patienceMs: number,
    /** Told each time that somebody waited in vain. */
    private readonly away: () => void = () => undefined,
  ) {}

  /** Tries until it succeeds, fails for good, or patience is over: then `StoreAway`, with the last failure as its cause. */
  async run<T>(attempt: () => Promise<T>): Promise<T> {
    const givenUpAt = Date.now() + (this.#isAway ? SHORT_MS : this.patienceMs);
    for (let wait = BACK_OFF_MS.first; ; wait = Math.min(2 * wait, BACK_OFF_MS.most)) {
      try {
        const result = await attempt();
        this.#isAway = false;
        return result;
      } catch (error) {
        if (error instanceof AccessDeniedError) {
          throw new StoreAway('EventStoreDB refuses the user of EVENTSTORE_URL; run "tallystick doctor"', {
            cause: error,
          });
        }
        if (!mayPass(error)) throw error;
        if (Date.now() + wait > givenUpAt) {
          this.#isAway = true;
          this.away();
          throw new StoreAway('EventStoreDB does not answer', { cause: error });
        }
        // Jitter, so that copies of the application do not all come back in the same moment.
        await sleep(wait * (0.5 + Math.random()));
      }
    }
  }
}
