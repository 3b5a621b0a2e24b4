import { createHash } from 'node:crypto';
import { MemoryEventStore } from '../../src/adapters/memory/event-store.js';
import { exportLedger } from '../../src/ledger/export.js';
import type { ItemKeySource } from '../../src/ledger/item-keys.js';
import { Ledger } from '../../src/ledger/ledger.js';
import type { ReadModel } from '../../src/ledger/read-model.js';
import type { EventStore } from '../../src/ledger/event-store.js';

/** A clock that stands still until it is moved. */
export class StandingClock {
  private moment: number;

  constructor(start: string) {
    this.moment = Date.parse(start);
  }

  readonly now = (): string => new Date(this.moment).toISOString();

  set(moment: string): void {
    this.moment = Date.parse(moment);
  }

  advance(ms: number): void {
    this.moment += ms;
  }
}

/** A ledger in memory with a clock of its own and nothing at rest: figures come from replay. */
export interface LedgerInMemory extends Ledger {
  readonly store: MemoryEventStore;
  readonly clock: StandingClock;
}

const TEST_ITEM_KEY = 'the item key of ledgers in tests';

/** An item key that is always the same: one version for each text. */
export function itemKeyOf(...versions: readonly string[]): ItemKeySource {
  const keys = versions.map((text) => createHash('sha256').update(text).digest());
  return { versions: () => Promise.resolve(keys), make: () => Promise.resolve(keys) };
}

export function ledgerInMemory(start = '2012-04-01T09:00:00.000Z'): LedgerInMemory {
  const clock = new StandingClock(start);
  const store = new MemoryEventStore();
  return Object.assign(new Ledger(store, nothingAtRest, clock.now, itemKeyOf(TEST_ITEM_KEY)), { clock, store });
}

/** The whole export as one text. */
export async function exportOf(store: EventStore): Promise<string> {
  let text = '';
  for await (const chunk of exportLedger(store)) text += chunk;
  return text;
}

const unasked = (): Promise<never> => Promise.reject(new Error('This ledger has no figures at rest.'));
const nothingAtRest: ReadModel = {
  checkpoint: unasked,
  version: unasked,
  listed: unasked,
  apply: unasked,
  totals: unasked,
  outcomes: unasked,
  figures: unasked,
  lead: unasked,
  shadow: unasked,
  close: () => Promise.resolve(),
};
