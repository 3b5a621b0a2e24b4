import { Kafka, logLevel, type KafkaConfig } from 'kafkajs';
import { calmRequestQueues } from './request-queue.js';

/** How to reach the brokers. */
export interface KafkaConnection {
  /** `host:port`, some of them at least; they name the others. */
  readonly brokers: readonly string[];
  /** Encrypts; the authorities are those of Node.js (`NODE_EXTRA_CA_CERTS` adds one). */
  readonly tls: boolean;
  /** Signs in by SCRAM-SHA-512. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
}

/** A broker that has vanished without a word is given up after this. */
const TIMES_MS = { connect: 3_000, request: 15_000 };

/**
 * Tried again only for a moment within one call: whoever calls has a back-off of its own, and has to be able to stop. Given in full,
 * because kafkajs has other defaults where `NODE_ENV` is "test".
 */
export const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000, factor: 0.2, multiplier: 2 };

calmRequestQueues();

/** A client of the brokers. It logs nothing: what goes wrong reaches the caller as an error. */
export function kafkaClient({ brokers, tls, login }: KafkaConnection): Kafka {
  const config: KafkaConfig = {
    clientId: 'tallystick',
    brokers: [...brokers],
    ssl: tls,
    ...(login && { sasl: { mechanism: 'scram-sha-512', ...login } }),
    connectionTimeout: TIMES_MS.connect,
    authenticationTimeout: TIMES_MS.connect,
    requestTimeout: TIMES_MS.request,
    retry: RETRY,
    logLevel: logLevel.NOTHING,
  };
  return new Kafka(config);
}
