import kafkajs from 'kafkajs';
import { FeedAway } from '../../ledger/feed.js';

// Node.js finds only some of its names by itself.
const { KafkaJSNonRetriableError, KafkaJSNumberOfRetriesExceeded } = kafkajs;

/** What the brokers answer, in words for whoever has to do something about it; by kafkajs's names of errors. */
const ADVICE: Readonly<Record<string, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'a topic is not there: run "tallystick topics"',
  TOPIC_AUTHORIZATION_FAILED: 'the user of the brokers may not use a topic',
  CLUSTER_AUTHORIZATION_FAILED: 'the user of the brokers may not do this',
  NOT_ENOUGH_REPLICAS: 'too few replicas are in sync',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'too few replicas are in sync',
  MESSAGE_TOO_LARGE: 'a message is larger than the topic takes: look at its max.message.bytes',
  SASL_AUTHENTICATION_FAILED: 'the brokers refuse the user name or password',
};

/** Runs what asks the brokers. Whatever fails is `FeedAway`, with a sentence for people and the failure as its cause. */
export async function asAway<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw away(error);
  }
}

/** A failure as `FeedAway`. */
export function away(error: unknown): FeedAway {
  if (error instanceof FeedAway) return error;
  return new FeedAway(`the brokers: ${sentenceOf(error)}`, { cause: error });
}

/** The innermost failure: kafkajs wraps it once for each layer that tried again. */
export function rootOf(error: unknown): unknown {
  let root = error;
  for (let depth = 0; depth < 10 && root instanceof Error && root.cause instanceof Error; depth += 1) root = root.cause;
  return root;
}

/** The name that the protocol has for a failure, such as `NOT_ENOUGH_REPLICAS`; `undefined` when it never came to an answer. */
export function protocolCodeOf(error: unknown): string | undefined {
  const root = rootOf(error);
  return root instanceof Error && 'type' in root && typeof root.type === 'string' ? root.type : undefined;
}

/** Whether the same client would fail again: it did not just give up trying. */
export function isFinal(error: unknown): boolean {
  return error instanceof KafkaJSNonRetriableError && !(error instanceof KafkaJSNumberOfRetriesExceeded);
}

function sentenceOf(error: unknown): string {
  const root = rootOf(error);
  const code = protocolCodeOf(error);
  const advice = code === undefined ? undefined : ADVICE[code];
  if (advice !== undefined) return advice;
  // Asked while it is losing its connections, kafkajs trips over what it does not have.
  if (root instanceof TypeError) return 'they do not answer';
  return root instanceof Error ? root.message : String(root);
}
