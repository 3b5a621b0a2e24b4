import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StoreAway } from '../../ledger/event-store.js';
import { NotWhole, Occupied } from '../../ledger/moving-in.js';

const CONNECT_TIMEOUT_MS = 5_000;
const LOCK_NOT_AVAILABLE = '55P03';
const OBJECT_IN_USE = '55006';
const NOT_IN_PREREQUISITE_STATE = '55000';
const BACK_OFF_MS = { first: 20, most: 500 };

/** Entry numbers arrive as JS numbers. Set for each connection: the parsers of pg itself belong to the whole process. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text' | 'binary'): unknown =>
    oid === pg.types.builtins.INT8 ? safeInteger : pg.types.getTypeParser(oid, format),
};

export function safeInteger(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isSafeInteger(value))
    throw new RangeError(`"${text}" is not an integer below 2^53`);
  return value;
}

/**
 * Our statements touch few rows by index; compiling them on the strength of a wrong estimate would take longer than running them.
 * And ledger.append relies on READ COMMITTED, whatever the server's default. The role is the application's even where the
 * one login that a server gave us owns the database.
 */
const SETTINGS = { role: 'tallystick_app', jit: 'off', default_transaction_isolation: 'read committed' };

/** `settings` are server settings for this connection, such as `lock_timeout: '30s'`. */
export function connectionConfig(url: string, settings: Readonly<Record<string, string>> = {}): pg.ClientConfig {
  const options = Object.entries({ ...SETTINGS, ...settings }).map(
    ([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`,
  );
  return {
    connectionString: url,
    application_name: 'tallystick',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    types,
    options: options.join(' '),
  };
}

export async function connect(config: pg.ClientConfig): Promise<pg.Client> {
  const client = new pg.Client(config);
  // Without a listener a connection that breaks while idle would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Ends a connection that may be broken, or hang, without waiting for it. */
export function discard(client: pg.Client): void {
  client.end().catch(() => undefined);
}

/**
 * Whether a failure says that the server is away, starting, stopping, read-only or out of disk or memory, and so may pass, rather
 * than that the statement was wrong. An error that is not the server's own comes from the connection.
 */
export function mayPass(error: unknown): boolean {
  const code = textOf(error, 'code');
  if (error instanceof pg.DatabaseError) return /^(?:08|53|57P|58|25006|57014|40001|40P01)/.test(code);
  return /^E[A-Z]/.test(code) || /connection|timeout|not queryable/i.test(textOf(error, 'message'));
}

function textOf(error: unknown, key: 'code' | 'message'): string {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined;
  return typeof value === 'string' ? value : '';
}

/** The other writer kept the lock for longer than `lock_timeout`; this statement wrote nothing. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === LOCK_NOT_AVAILABLE;
}

/** ledger.append took nothing because the ledger is being filled from an export; `undefined` for any other failure. */
export function whyNotWhole(error: unknown): NotWhole | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== OBJECT_IN_USE) return undefined;
  return new NotWhole(/[0-9a-f]{64}/.exec(error.message)?.[0] ?? 'unknown');
}

/** The functions for moving in found the ledger not as they need it; `undefined` for any other failure. */
export function whyOccupied(error: unknown): Occupied | undefined {
  if (!(error instanceof pg.DatabaseError) || error.code !== NOT_IN_PREREQUISITE_STATE) return undefined;
  return new Occupied(`It was refused: ${error.message}.`, { cause: error });
}

/** Tries until it succeeds, fails for good, or `patienceMs` is over: then `StoreAway`, with the last failure as its cause. */
export async function patiently<T>(patienceMs: number, attempt: () => Promise<T>): Promise<T> {
  const givenUpAt = Date.now() + patienceMs;
  for (let wait = BACK_OFF_MS.first; ; wait = Math.min(2 * wait, BACK_OFF_MS.most)) {
    try {
      return await attempt();
    } catch (error) {
      if (!mayPass(error)) throw error;
      if (Date.now() + wait > givenUpAt) throw new StoreAway('PostgreSQL does not answer', { cause: error });
      // Jitter, so that copies of the application do not all come back in the same moment.
      await sleep(wait * (0.5 + Math.random()));
    }
  }
}
