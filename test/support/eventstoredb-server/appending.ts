import type { ServerReadableStream, ServiceError, sendUnaryData } from '@grpc/grpc-js';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { failures, LATE_MS, type Mishap } from './faults.js';
import { appendResponse, expectedIn, nameOf, proposedIn } from './messages.js';
import type { Outcome, Proposed } from './record-log.js';
import type { Running } from './server.js';

/** KurrentDB's own limit of one append, unless it is configured otherwise. */
export const APPEND_LIMIT_BYTES = 1024 * 1024;

type Call = ServerReadableStream<streams.AppendReq, streams.AppendResp>;
type Reply = sendUnaryData<streams.AppendResp>;

/** The classic append: the stream and the expected revision first, then one message for each event. */
export function answerAppend(running: Running, call: Call, reply: Reply): void {
  const events: Proposed[] = [];
  let options: streams.AppendReq.Options | undefined;
  call.on('data', (request: streams.AppendReq) => {
    options ??= request.getOptions();
    const message = request.getProposedMessage();
    if (message !== undefined) events.push(proposedIn(message));
  });
  call.on('error', () => undefined);
  // A request that broke off ends as well, and only then is said to be cancelled: half an append is none.
  call.on('end', () => {
    setImmediate(() => {
      if (call.cancelled) return;
      if (options === undefined) reply(failures.notSupported('an append without options'));
      else decide(running, { call, options, events }, reply);
    });
  });
}

interface Request {
  readonly call: Call;
  readonly options: streams.AppendReq.Options;
  readonly events: readonly Proposed[];
}

function decide({ log, network, faults }: Running, { call, options, events }: Request, reply: Reply): void {
  const suffer = (mishap: Mishap): void => {
    if (mishap === 'reset') network.reset(call.getPeer());
    else if (mishap !== 'silence') reply(mishap);
  };
  const refusal = whyNot(faults.leader, events);
  if (refusal !== undefined) {
    reply(refusal);
    return;
  }
  const fault = faults.takeAppend();
  const expected = expectedIn(options);
  const write = (): Outcome => log.append(nameOf(options.getStreamIdentifier()), expected, events);
  if (fault === undefined) {
    reply(null, appendResponse(write(), expected));
    return;
  }
  if (fault.when === 'after the commit') write();
  if (fault.when === 'long before the commit') setTimeout(write, LATE_MS);
  suffer(fault.then);
}

function whyNot(
  leader: { address: string; port: number } | undefined,
  events: readonly Proposed[],
): ServiceError | undefined {
  if (leader !== undefined) return failures.notLeader(leader);
  const bytes = events.reduce(
    (sum, { data, metadata, type }) => sum + data.length + metadata.length + 2 * type.length,
    0,
  );
  return bytes > APPEND_LIMIT_BYTES ? failures.appendTooLarge(APPEND_LIMIT_BYTES) : undefined;
}
