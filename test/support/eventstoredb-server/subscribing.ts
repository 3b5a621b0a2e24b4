import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { caughtUp, checkpoint, confirmation, nameOf } from './messages.js';
import type { Recorded, RecordLog } from './record-log.js';
import type { Outlet } from './reading.js';
import type { Running } from './server.js';

type Options = streams.ReadReq.Options;

/** KurrentDB looks at this many records before it counts one towards a checkpoint, unless the client says otherwise. */
const USUAL_WINDOW = 32;

/**
 * What is there after the given place, then what comes, until the client leaves. A checkpoint tells how far the server has looked:
 * records that the filter leaves out move it too.
 */
export async function answerSubscription(
  { log, faults, subscribedAfter }: Running,
  options: Options,
  out: Outlet,
): Promise<void> {
  const source = sourceOf({ log }, options);
  subscribedAfter.push(source.records()[source.first - 1]?.position ?? -1);
  const passes = filterOf(options);
  const interval = checkpointIntervalOf(options);
  const written = (already: () => boolean): Promise<void> => nextWrite(log, out, already);
  await out.write(confirmation(randomUUID()));
  let next = source.first;
  let looked = 0;
  let isLive = false;
  while (!out.isOver) {
    const record = source.records()[next];
    if (record === undefined) {
      if (!isLive) await out.write(caughtUp());
      isLive = true;
      await written(() => source.records().length > next || out.isOver);
      continue;
    }
    if (faults.lookMs > 0) await sleep(faults.lookMs);
    next += 1;
    looked += 1;
    if (passes(record) && !(await out.event(record))) return;
    if (interval !== undefined && looked % interval === 0) await out.write(checkpoint(record.position));
  }
}

/** Until a record is written or the client leaves; at once when that was while nobody waited. */
async function nextWrite(log: RecordLog, out: Outlet, already: () => boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const wake = (): void => resolve(undefined);
  const unfollow = log.follow(wake);
  out.whenOver(wake);
  if (already()) wake();
  await promise;
  unfollow();
  out.forget(wake);
}

interface Source {
  readonly first: number;
  records(): readonly Recorded[];
}

/** A subscription begins after the place it names; a read begins at it. */
function sourceOf({ log }: Pick<Running, 'log'>, options: Options): Source {
  const stream = options.getStream();
  if (stream !== undefined) {
    const name = nameOf(stream.getStreamIdentifier());
    const first = stream.hasStart() ? 0 : stream.hasEnd() ? log.stream(name).length : Number(stream.getRevision()) + 1;
    return { first, records: () => log.stream(name) };
  }
  const all = options.getAll();
  const position = all?.getPosition();
  const first = position === undefined ? 0 : log.indexAt(Number(position.getCommitPosition()) + 1);
  return { first: all?.hasEnd() ? log.all.length : first, records: () => log.all };
}

function filterOf(options: Options): (record: Recorded) => boolean {
  const filter = options.getFilter();
  if (filter === undefined) return () => true;
  const byStream = filter.getStreamIdentifier();
  const expression = byStream ?? filter.getEventType();
  const prefixes = expression?.getPrefixList() ?? [];
  const pattern = expression?.getRegex() ? new RegExp(expression.getRegex()) : undefined;
  return ({ stream, type }) => {
    const text = byStream === undefined ? type : stream;
    return pattern?.test(text) ?? prefixes.some((prefix) => text.startsWith(prefix));
  };
}

function checkpointIntervalOf(options: Options): number | undefined {
  const filter = options.getFilter();
  if (filter === undefined) return undefined;
  return (filter.hasMax() ? filter.getMax() : USUAL_WINDOW) * filter.getCheckpointintervalmultiplier();
}
