import { chmod, copyFile, mkdtemp, rm } from 'node:fs/promises';
import { readFileSync, readdirSync } from 'node:fs';
import pg from 'pg';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.js';
import { catchUp } from '../../src/ledger/projector.js';
import { rebuild } from '../../src/ledger/rebuild.js';
import { importAll, makeCsv, makeDatabase, makeLedger } from './place.js';

const cpuOf = (match: (cmd: string, pid: number) => boolean): number => readdirSync('/proc').filter((d) => /^\d+$/.test(d)).reduce((sum, d) => {
  try {
    const cmd = readFileSync(`/proc/${d}/cmdline`, 'utf8');
    if (!match(cmd, Number(d))) return sum;
    const f = readFileSync(`/proc/${d}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return sum + 10 * (Number(f[11]) + Number(f[12]) + Number(f[13]) + Number(f[14]));
  } catch { return sum; }
}, 0);
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

const directory = await mkdtemp('/tmp/zz-');
const server = await openEmbeddedPostgres({ dataDir: directory, log: () => undefined });
const place = { directory, ownerUrl: server.ownerUrl };
try {

  const file = await makeCsv(place, 100_000);
  const readable = `${place.directory}/postgres/outcomes.csv`;
  await copyFile(file, readable);
  await chmod(readable, 0o644);
  const peer = new pg.Client({ connectionString: await makeDatabase(place, 'bench_copy') });
  await peer.connect();
  const isPg = (x: string): boolean => x.startsWith('postgres') || x.includes('/postgres');
  for (let i = 0; i < 4; i += 1) {
    await peer.query(PEER_TABLE);
    let b = performance.now();
    await peer.query(`COPY public.peer (${COLUMNS}) FROM 'outcomes.csv' WITH (FORMAT csv, HEADER true)`);
    const g = performance.now() - b;
    const opened = await makeLedger(await makeDatabase(place, 'bench_import'));
    const p0 = cpuOf(isPg); const o0 = cpuOf((x, pid) => pid !== process.pid && !isPg(x)); const c = process.cpuUsage();
    b = performance.now();
    await importAll(opened, file, 100_000);
    const t = performance.now() - b; const cpu = process.cpuUsage(c);
    const p1 = cpuOf(isPg); const o1 = cpuOf((x, pid) => pid !== process.pid && !isPg(x));
    console.log('copy', g.toFixed(0), 'import', t.toFixed(0), 'node cpu', ((cpu.user + cpu.system) / 1000).toFixed(0), 'pg cpu', p1 - p0, 'others', o1 - o0, 'ratio', (g / t).toFixed(3));
    await opened.close();
  }
  await peer.end();
} finally {
  await server.release();
  await rm(directory, { recursive: true, force: true });
}
