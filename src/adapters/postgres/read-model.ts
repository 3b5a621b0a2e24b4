import pg from 'pg';
import { publishedFigureShape } from '../../domain/published-figure/events.js';
import { parseJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import type { ReadModel } from '../../ledger/read-model.js';
import { connectionConfig, patiently } from './connection.js';
import { takeLead } from './read-model-leader.js';
import {
  checkpointFrom,
  checkpointStatement,
  figuresStatement,
  outcomesStatement,
  totalRowsFrom,
  totalsStatement,
  versionStatement,
  type CheckpointAnswer,
  type FigureAnswer,
  type OutcomeAnswer,
  type TotalsAnswer,
} from './read-model-questions.js';
import { ensureSchema, LIVE, LOCKS } from './read-model-schema.js';
import { FIGURES_CAN_BE_REMADE, openShadow } from './read-model-shadow.js';
import { applyAdvance, listedFrom, listedIn } from './read-model-writing.js';

export interface ReadModelOptions {
  /** Of the application's role, which has to be allowed to create schemas in the database. */
  readonly url: string;
  /** Connections for questions. */
  readonly connections?: number;
  /** How long a question waits for a server that does not answer before it fails with `StoreAway`. */
  readonly patienceMs?: number;
}

/** The read model in PostgreSQL, in a schema of the application's own, which is made when it is not there. */
export async function openReadModel({
  url,
  connections = 4,
  patienceMs = 2_000,
}: ReadModelOptions): Promise<ReadModel> {
  const readers = poolOf(connectionConfig(url, { statement_timeout: '30s' }), connections);
  const writer = poolOf(connectionConfig(url, FIGURES_CAN_BE_REMADE), 1);
  const ask = async <Row extends unknown[]>(statement: pg.QueryArrayConfig): Promise<Row[]> => {
    const { rows } = await patiently(patienceMs, () => readers.query<Row>(statement));
    return rows;
  };
  await patiently(patienceMs, () => withClient(writer, ensureSchema));
  return {
    checkpoint: async () => checkpointFrom((await ask<CheckpointAnswer>(checkpointStatement))[0]),
    version: async () => (await ask<[number]>(versionStatement))[0]?.[0] ?? 0,
    listed: (ids) => patiently(patienceMs, () => withClient(readers, (client) => listedIn(client, LIVE, ids))),
    apply: (advance) => withClient(writer, (client) => applyAdvance(client, LIVE, advance)),
    totals: async (query) => {
      const [answer] = await ask<TotalsAnswer>(totalsStatement(query));
      return { asAt: checkpointFrom(answer), rows: totalRowsFrom(query, answer?.[3] ?? null) };
    },
    outcomes: async (query) => {
      const answers = await ask<OutcomeAnswer>(outcomesStatement(query));
      const rows = answers.flatMap(([, , , id, ...rest]) => (id === null ? [] : [listedFrom([id, ...rest])]));
      return { asAt: checkpointFrom(answers[0]), rows };
    },
    figures: async (collaboration) => {
      const answers = await ask<FigureAnswer>(figuresStatement(collaboration));
      return answers.map(([id, entry, figure]) => ({
        id,
        entry,
        figure: fromWire(publishedFigureShape, parseJson(figure)),
      }));
    },
    lead: () => takeLead(url, LOCKS.leader),
    shadow: () => openShadow(url),
    close: async () => {
      await Promise.all([readers.end(), writer.end()]);
    },
  };
}

function poolOf(config: pg.ClientConfig, max: number): pg.Pool {
  const pool = new pg.Pool({ ...config, max });
  // Whoever uses a connection that breaks learns of it from the answer; unheard, these events would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

/** Runs `work` on one connection of a pool. After a failure the connection is not used again: it may be inside a transaction. */
async function withClient<T>(pool: pg.Pool, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    const result = await work(client);
    client.release();
    return result;
  } catch (error) {
    client.release(true);
    throw error;
  }
}
