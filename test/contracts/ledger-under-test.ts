import { expect } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import type { Append, AppendResult, EventStore, NewLine, StoredLine } from '../../src/ledger/event-store.js';

/** A ledger to test: `open` gives another store on the same entries each time, as another copy of the application would have. */
export interface Ledger {
  open(): Promise<EventStore>;
  remove(): Promise<void>;
}

export const newLine = (text = ''): NewLine => {
  const id = randomUUID();
  return { id, line: JSON.stringify({ id, text }) };
};
export const newStream = (): string => `outcome-${randomUUID()}`;
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
  return result.entry;
}

/** Two stores on one ledger, as two copies of the application have. */
export type Stores = () => { readonly store: EventStore; readonly other: EventStore };
