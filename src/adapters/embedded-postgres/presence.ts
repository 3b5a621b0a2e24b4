import { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { openAsOwner } from './connection.js';
import { messageOf } from './failures.js';

/** One session that lasts as long as this process needs the server: the sign by which others see that it does. */
export interface Presence {
  /** Ends the session; true if no other process's was left. Called under the lock. */
  leaveAsLast(): Promise<boolean>;
  /** The server will not be needed much longer: a lost session is not to be restored from now on. */
  stopRestoring(): void;
}

interface PresenceOptions {
  readonly port: number;
  readonly password: string;
  readonly session: string;
  readonly log: (message: string) => void;
  /** Makes sure that a server runs on that port again. */
  readonly restore: () => Promise<void>;
}

/** What closes its connections just before it leaves may still be listed by the server for a moment. */
const CLOSING_MS = 1_000;
const RETRY_MS = 1_000;

export async function openPresence(options: PresenceOptions): Promise<Presence> {
  let leaving = false;
  let client: pg.Client | undefined;
  let socket: Socket | undefined;
  const enter = async (): Promise<void> => {
    const opened = new Socket();
    const entered = await openAsOwner(options.port, options.password, options.session, opened);
    // A program that is otherwise done may end without a release: its session then ends with it.
    opened.unref();
    [client, socket] = [entered, opened];
    entered.once('end', () => {
      client = undefined;
      if (!leaving) void comeBack();
    });
  };
  const comeBack = async (): Promise<void> => {
    options.log('lost the connection to PostgreSQL; seeing to it that it runs');
    while (!leaving && client === undefined) {
      try {
        await options.restore();
        await enter();
        options.log('PostgreSQL is there again');
      } catch (error) {
        options.log(`PostgreSQL is not there: ${messageOf(error)}`);
        await sleep(RETRY_MS, undefined, { ref: false });
      }
    }
  };
  await enter();
  return {
    stopRestoring: () => {
      leaving = true;
    },
    leaveAsLast: async () => {
      leaving = true;
      if (client === undefined) return false;
      socket?.ref();
      const isLast = await isAlone(client, options);
      await client.end();
      return isLast;
    },
  };
}

async function isAlone(client: pg.Client, options: PresenceOptions): Promise<boolean> {
  const givenUpAt = Date.now() + CLOSING_MS;
  for (;;) {
    const { rows } = await client.query<{ application_name: string }>(
      `SELECT application_name FROM pg_stat_activity
        WHERE backend_type IN ('client backend', 'walsender') AND application_name <> $1`,
      [options.session],
    );
    if (rows.length === 0) return true;
    const names = rows.map((row) => row.application_name);
    if (names.some((name) => name.startsWith('tallystick-'))) return false;
    if (Date.now() > givenUpAt) {
      options.log(
        `PostgreSQL goes on running: ${rows.length} other sessions use it (${[...new Set(names)].join(', ')})`,
      );
      return false;
    }
    await sleep(25);
  }
}
