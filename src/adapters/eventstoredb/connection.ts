import {
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  NO_STREAM,
  START,
  streamNameFilter,
  WrongExpectedVersionError,
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type EventData,
  type ReadPosition,
  type ResolvedEvent,
  type StreamingRead,
} from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../../ledger/entry-index.js';
import { addressFrom } from './address.js';
import { Interrupted } from './failures.js';

export interface ConnectionOptions {
  readonly url: string;
  /** The beginnings of the names of all streams of the ledger. */
  readonly prefixes: readonly string[];
  /** How long the server may take to answer a call. */
  readonly deadlineMs: number;
}

/** The streams that src/ledger/streams.ts names. */
export const PREFIXES = [
  'outcome-',
  'published-figure-',
  'collaboration-',
  'programme-',
  'incentives-',
  'measure-catalogue',
  'force-register',
  'item-keys',
];

type Heard = (position: Position) => void;

/** Who wants to know how far the server is with a subscription. */
const listeners = new WeakMap<object, Heard>();

/** Calls back with how far the server is while it looks through events that a subscription's filter leaves out. */
export function onLooked(call: object, heard: Heard): void {
  listeners.set(call, heard);
}

/** How many events the client may hold that nobody has taken yet. */
const BUFFERED_EVENTS = 500;

/**
 * The calls that we make, with what the client needs to be told each time: credentials, which choose the append that keeps its
 * deadline, and to ask the leader, because a decision must not rest on a follower that is behind. There is nothing to close: every call is
 * ended by whoever made it, and a connection without calls keeps no process alive.
 */
export class Connection {
  readonly #client: EventStoreDBClient;
  readonly #call: { readonly credentials: { username: string; password: string }; readonly requiresLeader: true };
  readonly #prefixes: string[];
  readonly deadlineMs: number;

  constructor({ url, prefixes, deadlineMs }: ConnectionOptions) {
    const address = addressFrom(url);
    this.#client = EventStoreDBClient.connectionString(address.url);
    this.#call = { credentials: address.credentials, requiresLeader: true };
    this.#prefixes = [...prefixes];
    this.deadlineMs = deadlineMs;
  }

  /** Whether a stream of that name belongs to the ledger. */
  isOurs(stream: string): boolean {
    return this.#prefixes.some((prefix) => stream.startsWith(prefix));
  }

  /** False when the stream is not at the expected revision. It answers or throws in time, also where the client would not. */
  async append(stream: string, expectedRevision: number, events: EventData[]): Promise<boolean> {
    const { deadlineMs } = this;
    const overdue = new AbortController();
    const late = sleep(2 * deadlineMs, undefined, { signal: overdue.signal }).then(() => {
      throw new Interrupted(`no answer to an append within ${2 * deadlineMs} ms`);
    });
    const expected = expectedRevision < 0 ? NO_STREAM : BigInt(expectedRevision);
    const sent = this.#client.appendToStream(stream, events, {
      ...this.#call,
      deadline: deadlineMs,
      expectedRevision: expected,
    });
    try {
      const { success } = await Promise.race([sent, late]);
      return success;
    } catch (error) {
      if (error instanceof WrongExpectedVersionError) return false;
      throw error;
    } finally {
      overdue.abort();
      late.catch(() => undefined);
      sent.catch(() => undefined);
    }
  }

  readStream(stream: string, fromRevision: number, maxCount: number): StreamingRead<ResolvedEvent> {
    const from = { fromRevision: BigInt(fromRevision), maxCount, direction: FORWARDS } as const;
    return this.#client.readStream(stream, { ...this.#call, ...from }, { highWaterMark: BUFFERED_EVENTS });
  }

  /** The last event of a stream that is not one of the ledger's. */
  readLast(stream: string): StreamingRead<ResolvedEvent> {
    const from = { fromRevision: END, maxCount: 1, direction: BACKWARDS } as const;
    return this.#client.readStream(stream, { ...this.#call, ...from });
  }

  /** Everything that the server holds, ours or not, the last first. */
  readAllBackwards(): StreamingRead<AllStreamResolvedEvent> {
    const from = { fromPosition: END, direction: BACKWARDS } as const;
    return this.#client.readAll({ ...this.#call, ...from }, { highWaterMark: BUFFERED_EVENTS });
  }

  /**
   * Events of the ledger's streams after a position, as the server picks them out, then those that come. While it looks through what is
   * not the ledger's, `onLooked` tells how far it is.
   */
  subscribe(after: Position | undefined): AllStreamSubscription {
    const checkpointReached = (call: AllStreamSubscription, looked: Position): void => listeners.get(call)?.(looked);
    const filter = streamNameFilter({ prefixes: this.#prefixes, checkpointReached });
    const fromPosition: ReadPosition = after ?? START;
    return this.#client.subscribeToAll({ ...this.#call, fromPosition, filter }, { highWaterMark: BUFFERED_EVENTS });
  }

  /** The metadata of the ledger's streams, whose names begin so; `onLooked` is called as the server looks through what it holds. */
  subscribeToMetadata(beginning: string, onLooked: () => void): AllStreamSubscription {
    const prefixes = this.#prefixes.map((prefix) => `${beginning}${prefix}`);
    const filter = streamNameFilter({ prefixes, checkpointReached: onLooked });
    return this.#client.subscribeToAll({ ...this.#call, filter }, { highWaterMark: BUFFERED_EVENTS });
  }
}
