import { chmod, copyFile } from 'node:fs/promises';
import pg from 'pg';
import { importAll, makeCsv, makeDatabase, makeLedger, type Place } from './place.js';
import { compare, type Measured } from './rounds.js';

const ROWS = 100_000;

/** CSV import, validated, decided and provable, against COPY of the same rows, by the server itself, into a table with as many indexes. */
export async function* benchImport(place: Place): AsyncGenerator<Measured> {
  const file = await makeCsv(place, ROWS);
  // Named as the server sees it, from its own directory: it may be let into no other.
  const readable = `${place.directory}/postgres/outcomes.csv`;
  await copyFile(file, readable);
  await chmod(readable, 0o644);
  const peerUrl = await makeDatabase(place, 'bench_copy');
  const peer = new pg.Client({ connectionString: peerUrl });
  await peer.connect();

  const ours = async (): Promise<number> => {
    const opened = await makeLedger(await makeDatabase(place, 'bench_import'));
    try {
      const begun = performance.now();
      await importAll(opened, file, ROWS);
      return (1000 * ROWS) / (performance.now() - begun);
    } finally {
      await opened.close();
    }
  };
  const theirs = async (): Promise<number> => {
    await peer.query(PEER_TABLE);
    const begun = performance.now();
    await peer.query(`COPY public.peer (${COLUMNS}) FROM 'outcomes.csv' WITH (FORMAT csv, HEADER true)`);
    const rate = (1000 * ROWS) / (performance.now() - begun);
    const { rows } = await peer.query<{ count: string }>('SELECT count(*) FROM public.peer');
    if (rows[0]?.count !== String(ROWS)) throw new Error(`COPY left ${rows[0]?.count ?? 'no'} rows`);
    return rate;
  };
  const what = {
    what: `CSV import of ${ROWS} rows`,
    against: 'COPY by the server itself',
    atLeast: 0.4,
    unit: 'rows',
    pairs: 5,
  };
  yield await compare(what, ours, theirs);
  await peer.end();
}

const COLUMNS =
  'reference,kind,occurred_on,collaboration,unit,lead_force,operation,attribution,role,offence_group,item_type,asset_type,route,' +
  'stage,substance,form,quantity,quantity_unit,amount_gbp,valuation_basis,returned_to_owner';

/** Indexed as the ledger's entries are: a number, a UUID, and a pair that names the row. */
const PEER_TABLE = `
  DROP TABLE IF EXISTS public.peer;
  CREATE TABLE public.peer (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
    reference text COLLATE "C" NOT NULL, kind text NOT NULL, occurred_on date NOT NULL, collaboration text COLLATE "C" NOT NULL,
    unit text NOT NULL, lead_force text NOT NULL, operation text, attribution text NOT NULL, role text, offence_group text, item_type text,
    asset_type text, route text, stage text, substance text, form text, quantity numeric, quantity_unit text, amount_gbp numeric(14, 2),
    valuation_basis text, returned_to_owner text, UNIQUE (collaboration, reference)
  )`;
