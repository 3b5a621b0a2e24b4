import type pg from 'pg';
import type { Decide, DecidedAppend, DecideVerdict } from '../../ledger/entry-index.js';
import { StoreAway, StoreBusy, type Append } from '../../ledger/event-store.js';
import { placesOf, refusalOf } from './claiming.js';
import { discard, isLockTimeout, mayPass, whyNotWhole } from './connection.js';

const DECIDE = { name: 'index-decide', text: 'SELECT ledger.decide($1, $2, $3, $4, $5) AS verdicts' } as const;
const DECIDED = 'SELECT ordinal, stream, first_revision, ids, lines FROM ledger.decided';
export const DECIDED_PAGE = { name: 'index-decided', text: `${DECIDED} WHERE ordinal > $1 ORDER BY ordinal LIMIT $2` };
export const DECIDED_FOR = { name: 'index-decided-for', text: `${DECIDED} WHERE stream = ANY ($1) ORDER BY ordinal` };

export interface DecidedRow {
  readonly ordinal: number;
  readonly stream: string;
  readonly first_revision: number;
  readonly ids: readonly string[];
  readonly lines: string;
}

export function decidedFrom({ ordinal, stream, first_revision: first, ids, lines: text }: DecidedRow): DecidedAppend {
  const lines = text.split('\n').map((line, at) => ({ id: ids[at] ?? '', line }));
  return { ordinal, stream, expectedRevision: first - 1, lines };
}

/**
 * Runs `work` in a transaction on a connection of its own, which ends with it. Nothing here is repeated: whether to run `work` again is for those
 * who know what it does.
 */
export async function inDecision<T>(client: pg.Client, work: (decide: Decide) => Promise<T>): Promise<T> {
  try {
    await asPort(client.query('BEGIN'));
    const result = await work((appends) => asPort(decideAll(client, appends)));
    await asPort(client.query('COMMIT'));
    await client.end();
    return result;
  } catch (error) {
    // Ending the connection rolls back, also on a server that no longer answers.
    discard(client);
    throw error;
  }
}

async function decideAll(client: pg.Client, appends: readonly Append[]): Promise<readonly DecideVerdict[]> {
  const lines = appends.flatMap((append) => append.lines.map(({ line }) => line)).join('\n');
  const { rows } = await client.query<{ verdicts: string }>({ ...DECIDE, values: [...placesOf(appends), lines] });
  const verdicts = (rows[0]?.verdicts ?? '').split('\n');
  if (verdicts.length !== appends.length) throw new Error('ledger.decide did not judge every append');
  return verdicts.map((text) => {
    if (text === '+') return { kind: 'decided' };
    return text === '?' ? { kind: 'unsettled' } : refusalOf(text);
  });
}

/** Only for what PostgreSQL was asked: what `work` throws is nobody's business here. */
async function asPort<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    if (isLockTimeout(error)) throw new StoreBusy('another copy is deciding', { cause: error });
    const notWhole = whyNotWhole(error);
    if (notWhole !== undefined) throw notWhole;
    throw mayPass(error) ? new StoreAway('PostgreSQL went away during a decision', { cause: error }) : error;
  }
}
