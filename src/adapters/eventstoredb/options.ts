import type { EntryIndex } from '../../ledger/entry-index.js';
import type { Watch } from '../../ledger/watch.js';
import { PREFIXES } from './connection.js';

export interface EventStoreDbOptions {
  /** Such as `esdb://user:password@host:2113`. It is never logged. */
  readonly url: string;
  /** Where numbers are kept. Closing the store closes it. */
  readonly index: EntryIndex;
  /** Whether this store takes its turn in numbering entries; one that only follows the ledger need not. */
  readonly numbers?: boolean;
  /** The beginnings of the names of all streams of the ledger; others are refused. */
  readonly prefixes?: readonly string[];
  /** How long the server may take to answer one call. */
  readonly deadlineMs?: number;
  /** How long an append or a read puts up with a server that does not answer before it gives up with `StoreAway`. */
  readonly patienceMs?: number;
  /** How long an append waits for its entry's number before it answers without. */
  readonly numberPatienceMs?: number;
  /** How long a subscription may be quiet before it is made anew. */
  readonly quietMs?: number;
  readonly queueLimits?: { readonly appends: number; readonly bytes: number };
  /** What is told of writing and numbering. */
  readonly watch?: Watch;
  /** Takes one line of text for whoever runs the service. */
  readonly log?: (message: string) => void;
}

/** What is not said. */
export const DEFAULTS = {
  numbers: true,
  prefixes: PREFIXES,
  deadlineMs: 5_000,
  patienceMs: 10_000,
  numberPatienceMs: 1_000,
  quietMs: 10_000,
  queueLimits: { appends: 10_000, bytes: 64 * 1024 * 1024 },
};
