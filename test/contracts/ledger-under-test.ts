import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { canonicalJson } from '../../src/ledger/codec/json.js';
import type { Append, AppendResult, EventStore, NewLine, StoredLine } from '../../src/ledger/event-store.js';
import type { CuttableProxy } from '../support/cuttable-proxy.js';

/** A ledger to test: `open` gives another store on the same entries each time, as another copy of the application would have. */
export interface Ledger {
  open(): Promise<EventStore>;
  /** A way to the database that can be cut, where there is one. */
  readonly road?: () => Promise<Road>;
  remove(): Promise<void>;
}

/** The way between a store and its database. */
export interface Road extends Pick<CuttableProxy, 'withholdAnswers' | 'cut' | 'restore' | 'close'> {
  /** A store that goes this way; it gives up after a second or two. */
  open(): Promise<EventStore>;
}

/** A line as the ledger writes them: an object in canonical form. What it says is nothing to a store. */
export const newLine = (text = ''): NewLine => {
  const id = randomUUID();
  const line = canonicalJson({
    actor: 'contract',
    command: { id: randomUUID(), sha256: '0'.repeat(64) },
    data: { text },
    id,
    recordedAt: '2012-04-01T09:00:00.000Z',
    revision: 0,
    schema: 1,
    stream: 'outcome-00000000-0000-4000-8000-000000000000',
    type: 'OutcomeRecorded',
  });
  return { id, line };
};
/** Every stream of this run begins with it: a server that others use, or an earlier run has used, is left alone. */
export const TRIAL = `trial${randomUUID().slice(0, 8)}`;
export const newStream = (): string => `${TRIAL}-${randomUUID()}`;
export const startOf = (stream: string, ...lines: NewLine[]): Append => ({
  stream,
  expectedRevision: -1,
  lines: lines.length > 0 ? lines : [newLine()],
});

export async function everything(store: EventStore, after = -1): Promise<readonly StoredLine[]> {
  return store.readAll(after, 1_000_000);
}

/** No number is missing or given twice, from 0 on. */
export async function expectDense(store: EventStore): Promise<void> {
  const entries = (await everything(store)).map(({ entry }) => entry);
  expect(entries).toEqual(entries.map((_, index) => index));
  expect(await store.head()).toBe(entries.length - 1);
}

export function entryOf(result: AppendResult): number {
  if (result.kind !== 'appended') throw new Error(`not appended but ${result.kind}`);
  if (result.entry === undefined) throw new Error('recorded and not counted');
  return result.entry;
}

/** What a store may leave out of its promises, because its database keeps none to build on. */
export interface Limits {
  /** False when what is written all or nothing gets its numbers only afterwards, in any order. */
  readonly numbersAtOnce: boolean;
  /** False when a line has to be an object in canonical JSON. */
  readonly takesAnyText: boolean;
  /** False when a stream may move on between the look at it and what is written beside it. */
  readonly holdsStill: boolean;
  /** Of all lines of one append. */
  readonly longestAppendBytes: number;
  readonly hasConnection: boolean;
  /** Why its connection cannot be broken in a test; `undefined` when it can. */
  readonly noRoad: string | undefined;
}

export const NO_LIMITS: Limits = {
  numbersAtOnce: true,
  takesAnyText: true,
  holdsStill: true,
  longestAppendBytes: 4_000_000,
  hasConnection: true,
  noRoad: undefined,
};

/** Two stores on one ledger, as two copies of the application have, and as many more as a test opens. */
export type Stores = () => {
  readonly store: EventStore;
  readonly other: EventStore;
  readonly open: () => Promise<EventStore>;
};
