import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import {
  FEED_PARTS,
  NotLeading,
  type FeedCheckpoint,
  type FeedPart,
  type RelayLead,
  type RelayLeads,
} from '../../ledger/relay-lead.js';
import { connect, connectionConfig, discard } from './connection.js';

/** The key space of the locks of relays; the other number is made from the target. */
const LOCK_SPACE = 842_120;

/** A leader that stands still without its connection breaking (a stopped process, a frozen machine) is not heard of, and another may lead. */
const SILENCE_MS = 15_000;
const PING_MS = 4_000;
const ANSWER_MS = 10_000;

const SETTINGS = {
  idle_session_timeout: String(SILENCE_MS),
  tcp_keepalives_idle: '5',
  tcp_keepalives_interval: '5',
  tcp_keepalives_count: '3',
};

/** A connection that hangs does not answer when it is ended, either. */
const PATIENCE_MS = 1_000;

interface Row {
  readonly part: FeedPart;
  readonly epoch: number;
  readonly entry: number;
  readonly entry_id: string | null;
  readonly version: number;
  readonly begun: boolean;
}

/** In one statement, so that the epoch is never raised without the lock: both parts, made when they are not there yet. */
const TAKE = `
  INSERT INTO feed.checkpoints (target, part, epoch, entry, version)
  SELECT $1, part, 1, -1, 0 FROM unnest($2::text[]) AS part
  ON CONFLICT (target, part) DO UPDATE SET epoch = checkpoints.epoch + 1
  RETURNING part, epoch, entry, entry_id, version, begun`;
const MOVE = {
  name: 'move the feed',
  text: 'UPDATE feed.checkpoints SET entry = $4, entry_id = $5, version = $6, begun = $7 WHERE target = $1 AND part = $2 AND epoch = $3',
};

/** Leads of relays in a migrated PostgreSQL. */
export function relayLeads(url: string): RelayLeads {
  return { lead: (target) => takeLead(url, target) };
}

async function takeLead(url: string, target: string): Promise<RelayLead | undefined> {
  const client = await connect({ ...connectionConfig(url, SETTINGS), query_timeout: ANSWER_MS });
  const lost = new AbortController();
  client.on('error', () => lost.abort());
  client.on('end', () => lost.abort());
  try {
    const lock = `SELECT pg_try_advisory_lock(${LOCK_SPACE}, hashtext($1)) AS leads`;
    const { rows } = await client.query<{ leads: boolean }>(lock, [target]);
    if (rows[0]?.leads === true) return await leadOver(client, target, lost);
  } catch (error) {
    discard(client);
    throw error;
  }
  await client.end();
  return undefined;
}

async function leadOver(client: pg.Client, target: string, lost: AbortController): Promise<RelayLead> {
  const { rows } = await client.query<Row>(TAKE, [target, [...FEED_PARTS]]);
  const pinging = pingUntil(client, lost);
  const { epoch } = partOf(rows, 'entries');
  const standing = new Map(rows.map((row) => [row.part, checkpointFrom(row)]));
  return {
    epoch,
    lost: lost.signal,
    at: (part) => standing.get(part) ?? checkpointFrom(partOf(rows, part)),
    move: async (part, to) => {
      const { entry, entryId, version, begun } = to;
      const values = [target, part, partOf(rows, part).epoch, entry, entryId, version, begun];
      const { rowCount } = await client.query({ ...MOVE, values });
      if (rowCount !== 1) throw new NotLeading(`Another relay has taken over from the one of epoch ${epoch}.`);
      standing.set(part, to);
    },
    release: async () => {
      clearInterval(pinging);
      const ended = client.end().catch(() => undefined);
      await Promise.race([ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

/** Says now and then that the leader lives; when the server does not answer, it does not know of a leader either. */
function pingUntil(client: pg.Client, lost: AbortController): NodeJS.Timeout {
  return setInterval(() => {
    client.query('SELECT').catch(() => lost.abort());
  }, PING_MS);
}

function partOf(rows: readonly Row[], part: FeedPart): Row {
  const row = rows.find((each) => each.part === part);
  if (row === undefined) throw new Error(`the feed has no checkpoint for ${part}`);
  return row;
}

function checkpointFrom({ entry, entry_id, version, begun }: Row): FeedCheckpoint {
  return { entry, entryId: entry_id ?? undefined, version, begun };
}
