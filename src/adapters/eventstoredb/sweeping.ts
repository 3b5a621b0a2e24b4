import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryIndex } from '../../ledger/entry-index.js';
import { StoreAway } from '../../ledger/event-store.js';

/** How often the copy that leads looks for decisions that nobody carries out: the copy that took them may have been killed. */
const SWEEP_MS = 1_000;

/** Has carried out what is left lying, until the signal aborts: whatever is still the first after a while. */
export async function sweep(index: EntryIndex, carryOut: () => Promise<void>, signal: AbortSignal): Promise<void> {
  let before: number | undefined;
  while (!signal.aborted) {
    try {
      const [first] = await index.decided(0, 1);
      if (first !== undefined && first.ordinal === before) await carryOut();
      before = first?.ordinal;
    } catch (error) {
      // What is away now is tried again, and whoever writes or numbers says so.
      if (!(error instanceof StoreAway)) throw error;
    }
    await sleep(SWEEP_MS, undefined, { signal }).catch(() => undefined);
  }
}
