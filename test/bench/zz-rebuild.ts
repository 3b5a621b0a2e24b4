import { mkdtemp, rm } from 'node:fs/promises';
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
const directory = await mkdtemp('/tmp/zz-');
const server = await openEmbeddedPostgres({ dataDir: directory, log: () => undefined });
const place = { directory, ownerUrl: server.ownerUrl };
try {
  const url = await makeDatabase(place, 'bench_rebuild');
  const opened = await makeLedger(url);
  const { ledger } = opened;
  await importAll(opened, await makeCsv(place, 100_000), 100_000);
  await catchUp({ store: ledger.store, model: ledger.model, log: () => undefined });
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const GROUP_BY = `
  SELECT p->>'measure' AS measure, p->>'force' AS force, p->>'unit' AS unit, left(p->>'occurredOn', 7) AS month, sum((p->>'amount')::bigint) AS amount
  FROM ledger.entries, json_array_elements(line::json->'data'->'postings') AS p GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4`;
  for (let i = 0; i < 4; i += 1) {
    let b = performance.now();
    await client.query(GROUP_BY);
    const g = performance.now() - b;
    b = performance.now();
    const c = process.cpuUsage(); const p0 = cpuOf((x) => x.startsWith('postgres') || x.includes('/postgres'));const o0 = cpuOf((x, pid) => pid !== process.pid && !x.includes('postgres'));
    await rebuild({ store: ledger.store, model: ledger.model });
    const cpu = process.cpuUsage(c);
    const t = performance.now() - b; const p1 = cpuOf((x) => x.startsWith('postgres') || x.includes('/postgres'));const o1 = cpuOf((x, pid) => pid !== process.pid && !x.includes('postgres'));
    console.log('group by', g.toFixed(0), 'rebuild', t.toFixed(0), 'node cpu', ((cpu.user + cpu.system) / 1000).toFixed(0), 'pg cpu', p1 - p0, 'others cpu', o1 - o0, 'ratio', (g / t).toFixed(3));
  }
  const s = await client.query(`select relname, pg_relation_size(c.oid) s from pg_class c join pg_namespace n on n.oid=relnamespace where nspname in ('projection','ledger') order by 2 desc limit 12`);
  console.log(s.rows);
  await client.end();
  await opened.close();
} finally {
  await server.release();
  await rm(directory, { recursive: true, force: true });
}
