import type { TotalsAnswer } from '../../projections/answers.js';
import { Agreements } from './agreements.js';
import { AnswersAtRest } from './answers-at-rest.js';
import type { Draft } from './draft.js';
import type { EventStore } from './event-store.js';
import type { Writing } from './execute.js';
import { ItemKeys, noItemKey, type ItemKeySource } from './item-keys.js';
import type { ReadModel } from './read-model.js';
import { Savings } from './savings.js';
import { Turns } from './turns.js';

/** The ledger as a use case sees it: where entries live, where folded figures rest, and what stands agreed. */
export class Ledger implements Writing {
  readonly agreements: Agreements;
  readonly totalsAtRest = new AnswersAtRest<TotalsAnswer>();
  readonly items: ItemKeys;
  readonly savings: Savings;
  /** For commands on one stream that would otherwise race with each other. */
  readonly turns = new Turns();

  constructor(
    readonly store: EventStore,
    readonly model: ReadModel,
    /** The moment, in UTC with milliseconds. */
    readonly now: () => string = wallClock(),
    itemKey: ItemKeySource = noItemKey,
  ) {
    this.agreements = new Agreements(store);
    this.savings = new Savings(store);
    this.items = new ItemKeys(this, this.agreements, itemKey);
  }
}

/** A ledger as commands are decided over it. Its store may be a draft, so that a row of a file meets what the rows before it wrote. */
export type Deciding = Pick<Ledger, 'agreements' | 'savings' | 'now'> & Writing & { readonly inDraft?: InDraft };

/** The draft that is the store, and whether what it holds is to be recorded in one transaction, so that nothing of it has an entry while the rest is decided. */
export interface InDraft {
  readonly draft: Draft;
  readonly isTogether: boolean;
}

/** The machine's clock. Many commands fall into one millisecond, and writing a moment down takes longer than looking at the clock. */
function wallClock(): () => string {
  let readMs = -1;
  let moment = '';
  return () => {
    const ms = Date.now();
    if (ms !== readMs) {
      readMs = ms;
      moment = new Date(ms).toISOString();
    }
    return moment;
  };
}
