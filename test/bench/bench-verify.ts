import { execFile } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { exportLedger } from '../../src/ledger/export.js';
import { importAll, makeCsv, makeDatabase, makeLedger, type Place } from './place.js';
import { compare, type Measured } from './rounds.js';

const ROWS = 100_000;
const run = promisify(execFile);
const CLI = fileURLToPath(new URL('../../dist/src/cli.js', import.meta.url));

/** `tallystick verify` as a person runs it, start of the program included, against `sha256sum` of the same file. */
export async function* benchVerify(place: Place): AsyncGenerator<Measured> {
  const opened = await makeLedger(await makeDatabase(place, 'bench_verify'));
  const file = join(place.directory, 'ledger.ndjson');
  await importAll(opened, await makeCsv(place, ROWS), ROWS);
  await pipeline(exportLedger(opened.ledger.store), createWriteStream(file));
  await opened.close();
  const { size } = await stat(file);
  const megabytes = size / 1e6;

  const ours = async (): Promise<number> => {
    const begun = performance.now();
    const { stdout } = await run(process.execPath, [CLI, 'verify', file]);
    const rate = (1000 * megabytes) / (performance.now() - begun);
    if (!stdout.startsWith('AGREES')) throw new Error(stdout);
    return rate;
  };
  const theirs = async (): Promise<number> => {
    const begun = performance.now();
    await run('sha256sum', [file]);
    return (1000 * megabytes) / (performance.now() - begun);
  };
  const what = `offline verify of ${ROWS} entries (${Math.round(megabytes)} MB)`;
  yield await compare({ what, against: 'sha256sum', atLeast: 0.2, unit: 'MB', pairs: 5 }, ours, theirs);
}
