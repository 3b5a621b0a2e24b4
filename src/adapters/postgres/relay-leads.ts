import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import {
  FEED_PARTS,
  NotLeading,
  type FeedCheckpoint,
  type FeedEnds,
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
/** Whoever was heard of within this leads still: the server ends no session that was silent for so short a time. */
const CERTAIN_MS = 6_000;
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
  readonly ends: FeedEnds;
}

/** In one statement, so that the epoch is never raised without the lock: both parts, made when they are not there yet. */
const TAKE = `
  INSERT INTO feed.checkpoints (target, part, epoch, entry, version)
  SELECT $1, part, 1, -1, 0 FROM unnest($2::text[]) AS part
  ON CONFLICT (target, part) DO UPDATE SET epoch = checkpoints.epoch + 1
  RETURNING part, epoch, entry, entry_id, version, begun, ends`;
const MOVE = {
  name: 'move the feed',
  text: 'UPDATE feed.checkpoints SET entry = $4, entry_id = $5, version = $6, begun = $7, ends = $8 WHERE target = $1 AND part = $2 AND epoch = $3',
};
const STANDING = 'SELECT part, epoch, entry, entry_id, version, begun, ends FROM feed.checkpoints WHERE target = $1';

/** Leads of relays in a migrated PostgreSQL. */
export function relayLeads(url: string): RelayLeads {
  return { lead: (target) => takeLead(url, target), standing: (target) => standingOf(url, target) };
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
  let heardAt = performance.now();
  const { rows } = await client.query<Row>(TAKE, [target, [...FEED_PARTS]]);
  const { epoch } = partOf(rows, 'entries');
  const standing = new Map(rows.map((row) => [row.part, checkpointFrom(row)]));
  /** The server knew of this leader when it was asked, or later. */
  const heard = async <T>(ask: () => Promise<T>): Promise<T> => {
    const askedAt = performance.now();
    const answer = await ask();
    heardAt = askedAt;
    return answer;
  };
  const notLeading = (): NotLeading => new NotLeading(`Another relay has taken over from the one of epoch ${epoch}.`);
  const ping = (): Promise<unknown> => heard(() => client.query('SELECT'));
  // When the server does not answer, it does not know of a leader either.
  const pinging = setInterval(() => void ping().catch(() => lost.abort()), PING_MS);
  return {
    epoch,
    lost: lost.signal,
    at: (part) => standing.get(part) ?? checkpointFrom(partOf(rows, part)),
    move: async (part, to) => {
      const { entry, entryId, version, begun, ends } = to;
      const values = [target, part, partOf(rows, part).epoch, entry, entryId, version, begun, ends];
      const { rowCount } = await heard(() => client.query({ ...MOVE, values }));
      if (rowCount !== 1) throw notLeading();
      standing.set(part, to);
    },
    confirm: async () => {
      if (!lost.signal.aborted && performance.now() - heardAt < CERTAIN_MS) return;
      // On the session that holds the lock: while it lives nobody else leads.
      try {
        if (!lost.signal.aborted) await ping();
      } catch {
        lost.abort();
      }
      if (lost.signal.aborted) throw notLeading();
    },
    release: async () => {
      clearInterval(pinging);
      const ended = client.end().catch(() => undefined);
      await Promise.race([ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
    },
  };
}

async function standingOf(url: string, target: string): ReturnType<RelayLeads['standing']> {
  const client = await connect({ ...connectionConfig(url), query_timeout: ANSWER_MS });
  try {
    const { rows } = await client.query<Row>(STANDING, [target]);
    const of = (part: FeedPart): FeedCheckpoint | undefined => {
      const row = rows.find((each) => each.part === part);
      return row && checkpointFrom(row);
    };
    return { entries: of('entries'), figures: of('figures') };
  } finally {
    await client.end();
  }
}

function partOf(rows: readonly Row[], part: FeedPart): Row {
  const row = rows.find((each) => each.part === part);
  if (row === undefined) throw new Error(`the feed has no checkpoint for ${part}`);
  return row;
}

function checkpointFrom({ entry, entry_id, version, begun, ends }: Row): FeedCheckpoint {
  return { entry, entryId: entry_id ?? undefined, version, begun, ends };
}
