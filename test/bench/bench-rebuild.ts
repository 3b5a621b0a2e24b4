import pg from 'pg';
import { catchUp } from '../../src/ledger/projector.js';
import { rebuild } from '../../src/ledger/rebuild.js';
import { importAll, makeCsv, makeDatabase, makeLedger, type Place } from './place.js';
import { compare, type Measured } from './rounds.js';

const ROWS = 100_000;
const GROUP_BY = `
  SELECT p->>'measure' AS measure, p->>'force' AS force, p->>'unit' AS unit, left(p->>'occurredOn', 7) AS month, sum((p->>'amount')::bigint) AS amount
  FROM ledger.entries, json_array_elements(line::json->'data'->'postings') AS p GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;

/** Rebuilding all figures (totals, outcomes, published figures) against SQL that only groups the postings of the raw lines. */
export async function* benchRebuild(place: Place): AsyncGenerator<Measured> {
  const url = await makeDatabase(place, 'bench_rebuild');
  const opened = await makeLedger(url);
  const { ledger } = opened;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await importAll(opened, await makeCsv(place, ROWS), ROWS);
  await catchUp({ store: ledger.store, model: ledger.model, log: () => undefined });
  const entries = (await ledger.store.head()) + 1;

  const expected = new Map<string, string>();
  const theirs = async (): Promise<number> => {
    const begun = performance.now();
    const { rows } = await client.query<Record<string, string>>(GROUP_BY);
    const rate = (1000 * entries) / (performance.now() - begun);
    for (const row of rows)
      expected.set([row['measure'], row['force'], row['unit'], row['month']].join('|'), row['amount'] ?? '');
    return rate;
  };
  const ours = async (): Promise<number> => {
    const begun = performance.now();
    await rebuild({ store: ledger.store, model: ledger.model });
    const rate = (1000 * entries) / (performance.now() - begun);
    const { rows } = await ledger.model.totals({ by: ['measure', 'force', 'unit', 'month'] });
    for (const { measure, force, unit, month, amount } of rows) {
      const peer = expected.get([measure, force, unit, month].join('|'));
      if (expected.size > 0 && peer !== amount.toString())
        throw new Error(`${measure} ${force ?? ''}: ${amount}, SQL says ${peer ?? 'nothing'}`);
    }
    return rate;
  };
  yield await compare(
    {
      what: `rebuild of ${entries} entries`,
      against: 'SQL GROUP BY over the raw lines',
      atLeast: 0.4,
      unit: 'entries',
      pairs: 5,
    },
    ours,
    theirs,
  );
  await client.end();
  await opened.close();
}
