import { ensureStandardMeasures } from './features/load-measures/standard-measures.js';
import { BackOff } from './ledger/back-off.js';
import { StoreAway } from './ledger/event-store.js';
import type { Ledger } from './ledger/ledger.js';

/** Something that goes on in the background until it is stopped. */
interface Background {
  stop(): Promise<void>;
}

const FIRST_RETRY_MS = 1_000;
const MOST_RETRY_MS = 5_000;

/**
 * Sees to it that the measures that come with the program are there. When the store is away, it says so once and goes on trying in the
 * background: whoever reads need not wait for it, and nobody can record before.
 */
export async function standardMeasuresSoon(ledger: Ledger, say: (message: string) => void): Promise<Background> {
  const stopping = new AbortController();
  try {
    await ensureStandardMeasures(ledger);
    return { stop: () => Promise.resolve() };
  } catch (error) {
    if (!(error instanceof StoreAway)) throw error;
    say(`${error.message}: figures are answered, and nothing is recorded until it does.`);
  }
  const trying = keepTrying(ledger, say, stopping.signal);
  return {
    stop: async () => {
      stopping.abort();
      await trying;
    },
  };
}

async function keepTrying(ledger: Ledger, say: (message: string) => void, stopping: AbortSignal): Promise<void> {
  const backOff = new BackOff(FIRST_RETRY_MS, MOST_RETRY_MS);
  while (true) {
    await backOff.pause(stopping);
    if (stopping.aborted) return;
    try {
      await ensureStandardMeasures(ledger);
      say('The store of entries answers, and the standard measures are there.');
      return;
    } catch (error) {
      if (!(error instanceof StoreAway))
        say(`The standard measures are not there yet: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}
