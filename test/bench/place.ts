import { createReadStream } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { openLedger, type OpenedLedger } from '../../src/app.module.js';
import { importOutcomes } from '../../src/features/import-outcomes/import-outcomes.js';
import { loadCollaborations } from '../../src/features/load-collaborations/load-collaborations.js';
import { ensureStandardMeasures } from '../../src/features/load-measures/standard-measures.js';
import type { PersonId } from '../../src/domain/identifiers.js';

/** A directory for files, and a server that databases can be made in. */
export interface Place {
  readonly directory: string;
  readonly ownerUrl: string;
}

export const ACTOR = 'bench' as PersonId;
const demo = (file: string): string => fileURLToPath(new URL(`../../src/demo-data/${file}`, import.meta.url));

/** Makes an empty database and gives its address. */
export async function makeDatabase({ ownerUrl }: Place, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await client.query(`CREATE DATABASE ${name}`);
  await client.end();
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Opens a ledger in a database, with the measures and the demo's collaboration in it. */
export async function makeLedger(databaseUrl: string): Promise<OpenedLedger> {
  const opened = await openLedger({ dataDir: '.', databaseUrl }, () => undefined);
  await ensureStandardMeasures(opened.ledger);
  await loadCollaborations(opened.ledger, await readFile(demo('collaborations.json'), 'utf8'), ACTOR);
  return opened;
}

/** Writes a file of as many rows as asked: the demo's, over and over, under references of their own. Gives its path. */
export async function makeCsv({ directory }: Place, rows: number): Promise<string> {
  const [head = '', ...lines] = (await readFile(demo('illustrative-outcomes.csv'), 'utf8')).trim().split('\n');
  const many = Array.from({ length: rows }, (_, i) => (lines[i % lines.length] ?? '').replace(/^[^,]*/, `R-${i}`));
  const file = join(directory, `outcomes-${rows}.csv`);
  await writeFile(file, `${[head, ...many].join('\n')}\n`, { mode: 0o644 });
  return file;
}

/** Imports a file into a ledger in one go; throws unless every row was recorded. */
export async function importAll({ ledger }: OpenedLedger, file: string, rows: number): Promise<void> {
  const bytes = createReadStream(file, { highWaterMark: 1 << 18 });
  const report = await importOutcomes(ledger, {
    bytes,
    actor: ACTOR,
    mode: 'atomic',
    dryRun: false,
    illustrative: true,
  });
  if (report.recorded !== rows) throw new Error(`${report.recorded} of ${rows} rows were recorded`);
}
