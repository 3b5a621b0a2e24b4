import type { KafkaConnection } from './adapters/kafka/client.js';

/** The brokers of the feed and the intake, and what the topics there are called. */
export interface KafkaSettings extends KafkaConnection {
  /** What the names of the topics begin with. */
  readonly topicPrefix: string;
}

const BROKER = /^(?:[a-z0-9.-]+|\[[0-9a-f:]+\]):\d{1,5}$/i;
/** Full stops and hyphens only: the brokers' own metrics take an underscore for a full stop. */
const PREFIX = /^[a-z0-9]+(?:[.-][a-z0-9]+)*$/;
const MOST_PREFIX = 100;

/** Reads the settings of Kafka; `undefined` without brokers. Adds what cannot be used to `problems`; a password is not repeated. */
export function readKafkaSettings(
  given: (name: string) => string | undefined,
  problems: string[],
): KafkaSettings | undefined {
  const topicPrefix = prefixFrom(given('KAFKA_TOPIC_PREFIX'), problems);
  const tls = switchFrom(given('KAFKA_TLS'), problems);
  const login = loginFrom(given('KAFKA_USERNAME'), given('KAFKA_PASSWORD'), problems);
  const brokers = brokersFrom(given('KAFKA_BROKERS'), problems);
  return brokers === undefined ? undefined : { brokers, topicPrefix, tls, login };
}

function brokersFrom(given: string | undefined, problems: string[]): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const brokers = given.split(',').map((broker) => broker.trim());
  if (brokers.every((broker) => BROKER.test(broker))) return brokers;
  problems.push(`KAFKA_BROKERS has to be a list such as broker-1:9092,broker-2:9092; it is "${given}".`);
  return undefined;
}

function prefixFrom(given: string | undefined, problems: string[]): string {
  if (given === undefined) return 'tallystick';
  if (!PREFIX.test(given) || given.length > MOST_PREFIX) {
    problems.push(`KAFKA_TOPIC_PREFIX has to be lower-case words joined by "." or "-"; it is "${given}".`);
  }
  return given;
}

function switchFrom(given: string | undefined, problems: string[]): boolean {
  if (given !== undefined && given !== 'on' && given !== 'off')
    problems.push(`KAFKA_TLS has to be on or off; it is "${given}".`);
  return given === 'on';
}

function loginFrom(
  username: string | undefined,
  password: string | undefined,
  problems: string[],
): KafkaSettings['login'] {
  if (username !== undefined && password !== undefined) return { username, password };
  if (username !== undefined) problems.push('KAFKA_USERNAME is set, and KAFKA_PASSWORD is not.');
  if (password !== undefined) problems.push('KAFKA_PASSWORD is set, and KAFKA_USERNAME is not.');
  return undefined;
}
