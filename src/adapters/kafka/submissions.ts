import { once } from 'node:events';
import type { Consumer, EachBatchPayload, IHeaders, KafkaMessage } from 'kafkajs';
import { FeedAway } from '../../ledger/feed.js';
import type { Submission, Submissions, Taker } from '../../ledger/submissions.js';
import { kafkaClient, RETRY, type KafkaConnection } from './client.js';
import { asAway } from './failures.js';
import { limitHeaders, MORE_HEADERS } from './header-limit.js';

const MIB = 1024 * 1024;

/** One that has gone silent is given up after `session`; one that is slow has `rebalance` to finish what it is at. */
const TIMES_MS = { session: 10_000, rebalance: 30_000, heartbeat: 1_000, wait: 1_000 };

/** What is in memory at once is this, and the batch that may be larger: a topic takes no message beyond its `max.message.bytes`. */
const BYTES = { all: 8 * MIB, partition: MIB };
const PARTITIONS_AT_ONCE = 4;

limitHeaders();

/**
 * Submissions from a topic, as one of a group: copies of the application share its partitions. A group that is new, or was away for so
 * long that its place was forgotten, begins with what is oldest: what was taken before is known again by its id.
 */
export function kafkaSubmissions(connection: KafkaConnection, topic: string, group: string): Submissions {
  return {
    follow: (taker, signal) =>
      asAway(async () => {
        const consumer = consumerOf(connection, group);
        try {
          await consume(consumer, topic, taker, signal);
        } finally {
          await consumer.disconnect();
        }
      }),
  };
}

/** It does not start again by itself: whoever follows has a back-off of its own, and has to know. */
function consumerOf(connection: KafkaConnection, groupId: string): Consumer {
  return kafkaClient(connection).consumer({
    groupId,
    sessionTimeout: TIMES_MS.session,
    rebalanceTimeout: TIMES_MS.rebalance,
    heartbeatInterval: TIMES_MS.heartbeat,
    maxWaitTimeInMs: TIMES_MS.wait,
    maxBytes: BYTES.all,
    maxBytesPerPartition: BYTES.partition,
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
  });
}

async function consume(consumer: Consumer, topic: string, taker: Taker, signal: AbortSignal): Promise<void> {
  const { promise: crashed, reject: crash } = Promise.withResolvers<never>();
  crashed.catch(() => undefined);
  consumer.on('consumer.crash', ({ payload }) => crash(payload.error));
  consumer.on('consumer.group_join', ({ payload: { memberAssignment } }) =>
    taker.assigned((memberAssignment[topic] ?? []).map((partition) => nameOf(topic, partition))),
  );
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
    eachBatch: (payload) => give(payload, taker, signal),
  });
  if (!signal.aborted) await Promise.race([crashed, once(signal, 'abort')]);
}

/**
 * Gives one batch, and tells the group now and then that this is alive, however long it takes. When the group says that it is not, the work is given
 * up: what is not settled stays where it is.
 */
async function give(payload: EachBatchPayload, taker: Taker, stopping: AbortSignal): Promise<void> {
  const { batch } = payload;
  const { topic, partition } = batch;
  const lost = new AbortController();
  const beating = setInterval(() => {
    payload.heartbeat().catch((error: unknown) => lost.abort(error));
  }, TIMES_MS.heartbeat);
  try {
    await taker.take({
      partition: nameOf(topic, partition),
      submissions: batch.messages.map((message) => submissionOf(topic, partition, message)),
      behind: Number(batch.offsetLag()),
      signal: AbortSignal.any([stopping, lost.signal]),
      settle: async (offset) => {
        payload.resolveOffset(String(offset));
        const offsets = { topics: [{ topic, partitions: [{ partition, offset: String(offset + 1) }] }] };
        await asAway(() => payload.commitOffsetsIfNecessary(offsets));
      },
    });
  } catch (error) {
    // The client itself joins the group again where that helps, if it is told what the brokers said.
    throw error instanceof FeedAway ? error.cause : error;
  } finally {
    clearInterval(beating);
  }
  if (lost.signal.aborted) throw lost.signal.reason;
}

function submissionOf(topic: string, partition: number, message: KafkaMessage): Submission {
  const { key, value, offset, timestamp, headers = {} } = message;
  return {
    topic,
    partition,
    offset: Number(offset),
    sentAtMs: Number(timestamp),
    key: key ?? undefined,
    headers: headersOf(headers),
    value: value ?? undefined,
  };
}

function headersOf(headers: IHeaders): Submission['headers'] {
  if (MORE_HEADERS in headers) return undefined;
  return new Map(
    Object.entries(headers).map(([name, given]) => [name, [given].flat().map((value) => Buffer.from(value ?? ''))]),
  );
}

function nameOf(topic: string, partition: number): string {
  return `${topic}/${partition}`;
}
