import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import streams from '@eventstore/db-client/generated/streams_pb.js';
import type { ServerWritableStream } from '@grpc/grpc-js';
import { failures } from './faults.js';
import { eventResponse, nameOf, streamNotFound } from './messages.js';
import type { Recorded } from './record-log.js';
import { answerSubscription } from './subscribing.js';
import type { Running } from './server.js';

export type ReadCall = ServerWritableStream<streams.ReadReq, streams.ReadResp>;

/** What was written gets on its way before a connection is reset. */
const ON_ITS_WAY_MS = 50;

/** Answers a read of a stream or of everything, and a subscription. */
export async function answerRead(running: Running, call: ReadCall): Promise<void> {
  const options = call.request.getOptions();
  const asksForLeader = call.metadata.get('requires-leader').includes('true');
  if (options === undefined) return void call.emit('error', failures.notSupported('a read without options'));
  if (running.faults.leader !== undefined && asksForLeader)
    return void call.emit('error', failures.notLeader(running.faults.leader));
  const out = new Outlet(running, call);
  if (options.hasSubscription()) return answerSubscription(running, options, out);
  const stream = options.getStream();
  const name = nameOf(stream?.getStreamIdentifier());
  const records = stream === undefined ? ofEverything(running, options) : ofStream(running, options, stream);
  if (stream !== undefined && running.log.stream(name).length === 0) await out.write(streamNotFound(name));
  for (const record of records) if (!(await out.event(record))) return;
  out.end();
}

/** Where responses go: it waits while the client does not read, and knows what is to go wrong. */
export class Outlet {
  #events = 0;
  readonly #fault;

  constructor(
    private readonly running: Running,
    private readonly call: ReadCall,
  ) {
    this.#fault = running.faults.takeRead(call.request.getOptions()?.hasSubscription() === true);
    // A client that goes away in the middle of a read is no news.
    call.on('error', () => undefined);
  }

  get isOver(): boolean {
    return this.call.cancelled || this.call.destroyed;
  }

  whenOver(over: () => void): void {
    this.call.on('cancelled', over);
    this.call.on('close', over);
  }

  forget(over: () => void): void {
    this.call.off('cancelled', over);
    this.call.off('close', over);
  }

  /** Gives false when nothing more can be written. */
  async event(record: Recorded): Promise<boolean> {
    if (!(await this.#goesOn())) return false;
    this.#events += 1;
    return this.write(eventResponse(record));
  }

  async write(response: streams.ReadResp): Promise<boolean> {
    if (this.isOver) return false;
    if (this.call.write(response)) return true;
    const over = new AbortController();
    const end = (): void => over.abort();
    this.whenOver(end);
    await once(this.call, 'drain', { signal: over.signal }).catch(() => undefined);
    this.forget(end);
    return !this.isOver;
  }

  end(): void {
    if (!this.isOver) this.call.end();
  }

  async #goesOn(): Promise<boolean> {
    const fault = this.#fault;
    if (fault === undefined || this.#events < fault.afterEvents) return true;
    await sleep(ON_ITS_WAY_MS);
    if (fault.then === 'reset') this.running.network.reset(this.call.getPeer());
    else if (fault.then !== 'silence') this.call.emit('error', fault.then);
    return false;
  }
}

const isBackwards = (options: streams.ReadReq.Options): boolean =>
  options.getReadDirection() === streams.ReadReq.Options.ReadDirection.BACKWARDS;

function ofStream(
  { log }: Running,
  options: streams.ReadReq.Options,
  stream: streams.ReadReq.Options.StreamOptions,
): readonly Recorded[] {
  const records = log.stream(nameOf(stream.getStreamIdentifier()));
  const from = stream.hasStart() ? 0 : stream.hasEnd() ? records.length - 1 : Number(stream.getRevision());
  return limited(records, from, options);
}

function ofEverything({ log }: Running, options: streams.ReadReq.Options): readonly Recorded[] {
  const all = options.getAll();
  const position = Number(all?.getPosition()?.getCommitPosition() ?? 0);
  if (all?.hasStart()) return limited(log.all, 0, options);
  if (all?.hasEnd()) return limited(log.all, log.all.length - (isBackwards(options) ? 1 : 0), options);
  // Forwards a position is the first to be read, backwards the first not to be.
  return limited(log.all, log.indexAt(position) - (isBackwards(options) ? 1 : 0), options);
}

function limited(records: readonly Recorded[], from: number, options: streams.ReadReq.Options): readonly Recorded[] {
  const count = Math.min(Number(options.getCount()), records.length);
  if (!isBackwards(options)) return records.slice(from, from + count);
  return records.slice(Math.max(0, from + 1 - count), from + 1).toReversed();
}
