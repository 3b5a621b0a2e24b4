import { setTimeout as sleep } from 'node:timers/promises';
import type { Leadership } from '../../ledger/read-model.js';
import { connect, connectionConfig, discard } from './connection.js';

/** So that a server notices soon when the leader's machine is gone, and lets another lead. */
const NOTICE_LOSS = { tcp_keepalives_idle: '5', tcp_keepalives_interval: '5', tcp_keepalives_count: '3' };

/** A connection that hangs does not answer when it is ended, either. */
const PATIENCE_MS = 1_000;

/** Takes a session lock on a connection of its own; `undefined` while another session has it. `lock` is one of `LOCKS`. */
export async function takeLead(url: string, lock: string): Promise<Leadership | undefined> {
  const client = await connect(connectionConfig(url, NOTICE_LOSS));
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  try {
    const { rows } = await client.query<{ leads: boolean }>(`SELECT pg_try_advisory_lock(${lock}) AS leads`);
    if (rows[0]?.leads === true) {
      const end = (): Promise<void> => client.end().catch(() => undefined);
      return { lost: lost.signal, release: () => Promise.race([end(), sleep(PATIENCE_MS, undefined, { ref: false })]) };
    }
  } catch (error) {
    discard(client);
    throw error;
  }
  await client.end();
  return undefined;
}
