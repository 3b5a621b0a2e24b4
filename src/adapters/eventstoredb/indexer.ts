import type { AllStreamResolvedEvent } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  CannotFollow,
  type EntryIndex,
  type IndexHead,
  type NumberedEntry,
  type Position,
} from '../../ledger/entry-index.js';
import { LedgerInDoubt } from '../../ledger/event-store.js';
import type { Follower } from '../../ledger/follower-state.js';
import { NotTheLeader } from '../../ledger/read-model.js';
import type { Connection } from './connection.js';
import { lineOf, type ReadLine } from './event-form.js';
import { reasonOf } from './failures.js';
import { Feed } from './feed.js';
import { isKept, keepMissing } from './kept-streams.js';
import type { Reader } from './reading.js';
import { sweep } from './sweeping.js';

export interface IndexerOptions {
  readonly connection: Connection;
  readonly index: EntryIndex;
  readonly reader: Reader;
  readonly follower: Follower;
  /** Writes what was decided and is not written yet. */
  readonly carryOut: () => Promise<void>;
  /** Called with what has just been numbered. */
  readonly numbered: (entries: readonly NumberedEntry[]) => void;
  /** Told why nothing more can be numbered. */
  readonly doubt: (reason: string) => void;
  /** A subscription that is quiet for so long is made anew: the connection may be dead without anybody knowing. */
  readonly quietMs: number;
  /** Takes one line of text for whoever runs the service. */
  readonly log: (message: string) => void;
}

const BATCH_MOST = 500;
/** How often a copy that does not number asks whether it may. */
const RETRY_MS = 500;
const BACK_OFF_MS = { first: 50, most: 5_000 };

/**
 * Gives entries their numbers, in the order in which the store holds them: one copy of the application does so, the others wait for
 * its place. It comes back by itself when the store or the database was away, from where the index ends. It ends before it is told to only
 * when the store's entries cannot be what they should be.
 */
export async function runIndexer(options: IndexerOptions, signal: AbortSignal): Promise<void> {
  const { follower, log } = options;
  let wait = BACK_OFF_MS.first;
  const isOver = (): boolean => signal.aborted;
  while (!isOver()) {
    try {
      await leadOnce(options, signal, () => (wait = BACK_OFF_MS.first));
    } catch (error) {
      if (error instanceof CannotFollow || error instanceof LedgerInDoubt) {
        const { message: detail } = error;
        options.doubt(detail);
        follower.stopped({ code: 'ledger-in-doubt', detail });
        log(`NO MORE ENTRIES ARE NUMBERED: ${detail}`);
        return;
      }
      // Somebody else numbered: that is no trouble, the index is looked at again.
      if (!(error instanceof NotTheLeader) && !isOver()) {
        follower.isAway({ code: 'store-away', detail: `Entries cannot be numbered for now: ${reasonOf(error)}` });
        if (wait === BACK_OFF_MS.first) log(`No entries are numbered for now: ${reasonOf(error)}`);
      }
      await pause(wait * (0.5 + Math.random()), signal);
      wait = Math.min(2 * wait, BACK_OFF_MS.most);
    }
  }
}

async function leadOnce(options: IndexerOptions, signal: AbortSignal, onAnswer: () => void): Promise<void> {
  const { index, follower } = options;
  const leadership = await index.lead();
  if (leadership === undefined) {
    follower.standsBy();
    await pause(RETRY_MS * (0.5 + Math.random()), signal);
    return;
  }
  const stop = new AbortController();
  const until = AbortSignal.any([signal, leadership.lost, stop.signal]);
  let failure: unknown;
  const sweeping = sweep(index, options.carryOut, until).catch((error: unknown) => {
    failure = error;
    stop.abort();
  });
  try {
    let head = await index.head();
    await checkEnd(options, head);
    await keepMissing(index, async (entry) => (await options.reader.readEntry(entry)).line);
    follower.isAt(head.next - 1);
    while (!until.aborted) head = await numberFrom(options, head, until, onAnswer);
  } finally {
    stop.abort();
    await sweeping;
    await leadership.release();
  }
  if (failure !== undefined) throw failure as Error;
}

/** The last entry that has a number has to be in the store still: a store put back to an older state would be numbered anew from there. */
async function checkEnd({ index, reader }: IndexerOptions, head: IndexHead): Promise<void> {
  const [last] = await index.page(head.next - 2, 1);
  if (last !== undefined) await reader.readEntry(last);
}

/** Numbers what one subscription brings, until it is quiet or the signal aborts. */
async function numberFrom(
  options: IndexerOptions,
  from: IndexHead,
  signal: AbortSignal,
  onAnswer: () => void,
): Promise<IndexHead> {
  const { connection, index, follower, quietMs } = options;
  const feed = new Feed(connection.subscribe(from.position), { deadlineMs: connection.deadlineMs, quietMs });
  const end = (): void => feed.end();
  signal.addEventListener('abort', end, { once: true });
  let head = from;
  try {
    while (!signal.aborted) {
      const events = await feed.next(BATCH_MOST);
      onAnswer();
      follower.follows();
      // All that came is taken, so what was looked through need not be looked through again.
      if (events.length === 0) return { next: head.next, position: later(head.position, feed.lookedTo) };
      const lines = events.map(readLineFrom);
      const entries = lines.map((line, at) => entryFrom(line, head.next + at));
      await index.number(entries);
      const kept = lines.flatMap(({ stream, line }, at) => (isKept(stream) ? [{ entry: head.next + at, line }] : []));
      if (kept.length > 0) await index.keep(kept);
      head = { next: head.next + entries.length, position: entries.at(-1)?.position };
      follower.dealtWith(entries.length, head.next - 1);
      options.numbered(entries);
    }
    return head;
  } catch (error) {
    if (signal.aborted) return head;
    follower.reconnected();
    throw error;
  } finally {
    signal.removeEventListener('abort', end);
    feed.end();
  }
}

function later(one: Position | undefined, other: Position | undefined): Position | undefined {
  return one === undefined || (other !== undefined && one.commit < other.commit) ? other : one;
}

function readLineFrom({ event }: AllStreamResolvedEvent): ReadLine & { readonly position: Position } {
  if (event === undefined) throw new CannotFollow('EventStoreDB sent something that is no event');
  return { ...lineOf(event), position: event.position };
}

function entryFrom(read: ReturnType<typeof readLineFrom>, entry: number): NumberedEntry {
  const { stream, revision, id, sha256, isOurs, position } = read;
  if (!isOurs)
    throw new CannotFollow(
      `revision ${revision} of ${stream} is not what Tallystick wrote, and would be entry ${entry}`,
    );
  return { entry, stream, revision, id, sha256, position };
}

/** Waits, but no longer than until the signal aborts. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => undefined);
}
