import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import type { LoadJob, LoadResult } from './http-load.js';
import { importAll, makeCsv, makeDatabase, makeLedger, type Place } from './place.js';
import { compare, median, type Measured } from './rounds.js';

const ROUND_MS = 4000;
const ROWS = 20_000;
const POOL_SIZES = [8, 16, 32];
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const TYPESCRIPT = ['--import', here('../support/import-built.ts')];

interface Running {
  readonly port: number;
  stop(): Promise<void>;
}

/** The whole service over HTTP against a bare Fastify on the same PostgreSQL: recording with 128 connections, and reading totals with 32. */
export async function* benchService(place: Place): AsyncGenerator<Measured> {
  const url = await makeDatabase(place, 'bench_service');
  const opened = await makeLedger(url);
  await importAll(opened, await makeCsv(place, ROWS), ROWS);
  await opened.close();
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(PEER_TABLE);
  const service = await startService(url);
  const bodies = await requestBodies();

  const record: Omit<LoadJob, 'port' | 'path'> = {
    connections: 128,
    durationMs: ROUND_MS,
    method: 'POST',
    bodies,
    expectedStatus: 201,
  };
  const recordRound = async (port: number, path: string, table: string): Promise<number> => {
    const before = await count(client, table);
    const { answered, perSecond } = await load({ ...record, port, path });
    const written = (await count(client, table)) - before;
    if (written !== answered) throw new Error(`${answered} acknowledged, ${written} written to ${table}`);
    return perSecond;
  };
  const best = await bestPool(url, (port) => recordRound(port, '/insert', 'public.peer'));
  const peer = await startPeer(url, best);
  try {
    const what = 'POST /outcomes, the whole service, 128 connections';
    yield await compare(
      { what, against: `bare Fastify with one INSERT (pool of ${best})`, atLeast: 1, unit: 'requests', pairs: 6 },
      () => recordRound(service.port, '/api/v1/outcomes', 'ledger.entries'),
      () => recordRound(peer.port, '/insert', 'public.peer'),
    );
    await caughtUp(client);
    const read: Omit<LoadJob, 'port' | 'path'> = {
      connections: 32,
      durationMs: ROUND_MS,
      method: 'GET',
      bodies: [],
      expectedStatus: 200,
    };
    const query =
      'by=force,month&collaboration=yorkshire-and-the-humber-joint-working&measure=assets-seized-value&from=2009-01-01&to=2011-01-01';
    await sameFigures(
      `http://127.0.0.1:${service.port}/api/v1/totals?${query}`,
      `http://127.0.0.1:${peer.port}/totals`,
    );
    yield await compare(
      {
        what: 'GET /totals, 32 connections',
        against: 'bare Fastify with the indexed SELECT',
        atLeast: 0.7,
        unit: 'requests',
        pairs: 6,
      },
      async () => (await load({ ...read, port: service.port, path: `/api/v1/totals?${query}` })).perSecond,
      async () => (await load({ ...read, port: peer.port, path: '/totals' })).perSecond,
    );
  } finally {
    await service.stop();
    await peer.stop();
    await client.end();
  }
}

async function bestPool(url: string, round: (port: number) => Promise<number>): Promise<number> {
  const tried: { readonly size: number; readonly rate: number }[] = [];
  for (const size of POOL_SIZES) {
    const peer = await startPeer(url, size);
    await round(peer.port);
    tried.push({ size, rate: median([await round(peer.port), await round(peer.port)]) });
    await peer.stop();
  }
  return tried.reduce((one, other) => (other.rate > one.rate ? other : one)).size;
}

/** The demo's outcomes as requests, so that both sides take the same mix of kinds and sizes. */
async function requestBodies(): Promise<readonly string[]> {
  const [head = '', ...lines] = (await readFile(here('../../src/demo-data/illustrative-outcomes.csv'), 'utf8'))
    .trim()
    .split('\n');
  const columns = head.split(',');
  return lines.map((line) => {
    const row: Readonly<Record<string, string>> = Object.fromEntries(
      line.split(',').map((cell, i) => [columns[i] ?? '', cell] as const),
    );
    const amountPence = Math.round(parseFloat(row['amount_gbp'] ?? '0') * 100);
    const [basis = '', name = ''] = (row['attribution'] ?? '').split(':');
    const common = {
      kind: row['kind'],
      collaboration: row['collaboration'],
      unit: row['unit'],
      occurredOn: row['occurred_on'],
      leadForce: row['lead_force'],
      attribution: basis === 'direct' ? { basis, force: name } : { basis, key: name },
    };
    return JSON.stringify({ ...common, ...ownFields(row, amountPence) });
  });
}

function ownFields(row: Readonly<Record<string, string>>, amountPence: number): object {
  const { role, offence_group, item_type, valuation_basis, returned_to_owner, asset_type, route, stage } = row;
  switch (row['kind']) {
    case 'arrest':
      return { role, offenceGroup: offence_group };
    case 'property-recovered':
      return {
        itemType: item_type,
        amountPence,
        valuationBasis: valuation_basis,
        returnedToOwner: returned_to_owner === 'yes',
      };
    case 'asset':
      return { assetType: asset_type, route, stage, amountPence };
    default: {
      const { substance, form, quantity, quantity_unit } = row;
      return {
        substances: [
          {
            substance,
            form,
            quantity: parseInt(quantity ?? '', 10),
            quantityIn: quantity_unit,
            amountPence,
            valuationBasis: valuation_basis,
          },
        ],
      };
    }
  }
}

async function load(job: LoadJob): Promise<LoadResult> {
  const child = spawn(process.execPath, [...TYPESCRIPT, here('./http-load.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(JSON.stringify(job));
  let output = '';
  for await (const chunk of child.stdout) output += String(chunk);
  const result = JSON.parse(output) as LoadResult;
  if (result.unexpected.length > 0) throw new Error(`Unexpected answer: ${result.unexpected[0] ?? ''}`);
  return result;
}

async function startPeer(url: string, poolSize: number): Promise<Running> {
  const child = spawn(process.execPath, [...TYPESCRIPT, here('./peer-server.ts'), url, String(poolSize)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { port: (JSON.parse(line) as { port: number }).port, stop: () => end(child) };
}

async function startService(url: string): Promise<Running> {
  const environment = { ...process.env, DATABASE_URL: url, PORT: '0', LOG_LEVEL: 'error' };
  const child = spawn(process.execPath, [here('../../dist/src/cli.js'), 'serve'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  for await (const line of createInterface(child.stderr)) {
    const port = /serves http:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
    if (port !== undefined) return { port: parseInt(port, 10), stop: () => end(child) };
  }
  throw new Error('The service did not start.');
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

async function count(client: pg.Client, table: string): Promise<number> {
  const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return parseInt(rows[0]?.count ?? '', 10);
}

async function caughtUp(client: pg.Client): Promise<void> {
  for (let wait = 0; wait < 600; wait += 1) {
    const { rows } = await client.query<{ behind: string }>(
      'SELECT (SELECT next FROM ledger.head) - 1 - entry AS behind FROM projection.checkpoint',
    );
    if (rows[0]?.behind === '0') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('The figures did not catch up within a minute.');
}

async function sameFigures(ourUrl: string, theirUrl: string): Promise<void> {
  const [ours, theirs] = (await Promise.all([ourUrl, theirUrl].map(async (url) => (await fetch(url)).json()))) as [
    Rows,
    Rows,
  ];
  const figures = ({ rows }: Rows): string =>
    rows.map(({ force, month, amount }) => `${force} ${month} ${amount}`).join('\n');
  if (figures(ours) !== figures(theirs) || ours.rows.length === 0)
    throw new Error('The two sides give different figures.');
}

interface Rows {
  readonly rows: readonly { readonly force: string; readonly month: string; readonly amount: number | string }[];
}

const PEER_TABLE = `
  DROP TABLE IF EXISTS public.peer;
  CREATE TABLE public.peer (
    entry bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, stream text COLLATE "C" NOT NULL, revision integer NOT NULL,
    id uuid NOT NULL UNIQUE, line text NOT NULL, UNIQUE (stream, revision)
  )`;
