import { setTimeout as sleep } from 'node:timers/promises';
import type { EntryIndex, Position } from '../../ledger/entry-index.js';
import { StoreAway } from '../../ledger/event-store.js';
import { arriving } from './arriving.js';
import type { Connection } from './connection.js';
import type { Patience } from './patience.js';

const LOOK_MS = 20;

/** Resolves once every event that the ledger's streams hold now has its number. Throws `StoreAway` when that takes too long. */
export async function allNumbered(
  connection: Connection,
  index: EntryIndex,
  patience: Patience,
  patienceMs: number,
  signal: AbortSignal,
): Promise<void> {
  const { position } = await index.head();
  const last = await patience.run(() => lastAfter(connection, position));
  const givenUpAt = Date.now() + patienceMs;
  while (last !== undefined && isBefore((await index.head()).position, last)) {
    if (signal.aborted || Date.now() > givenUpAt)
      throw new StoreAway('Entries that are in EventStoreDB already are still being numbered');
    await sleep(LOOK_MS);
  }
}

/** Where the last event of the ledger's streams stands, if it is after that position. What is not the ledger's is passed over. */
async function lastAfter(connection: Connection, after: Position | undefined): Promise<Position | undefined> {
  for await (const { event } of arriving(connection.readAllBackwards(), connection.deadlineMs)) {
    if (event === undefined) continue;
    if (!isBefore(after, event.position)) return undefined;
    if (connection.isOurs(event.streamId)) return event.position;
  }
  return undefined;
}

function isBefore(one: Position | undefined, other: Position): boolean {
  if (one === undefined) return true;
  return one.commit < other.commit || (one.commit === other.commit && one.prepare < other.prepare);
}
