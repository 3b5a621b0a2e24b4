/**
 * Speed, as ratios against a peer in one run: rounds interleaved A B B A, medians of paired ratios with their range, results checked while
 * timed. `npm run bench` runs all; `npm run bench -- append import` only those named.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedPostgres } from '../../src/adapters/embedded-postgres/embedded-postgres.js';
import { benchAppend } from './bench-append.js';
import { benchImport } from './bench-import.js';
import { benchRebuild } from './bench-rebuild.js';
import { benchRelay } from './bench-relay.js';
import { benchService } from './bench-service.js';
import { benchVerify } from './bench-verify.js';
import type { Place } from './place.js';
import { describe, isMet, type Measured } from './rounds.js';

const BENCHES: Readonly<Record<string, (place: Place) => AsyncGenerator<Measured>>> = {
  append: benchAppend,
  service: benchService,
  import: benchImport,
  verify: benchVerify,
  rebuild: benchRebuild,
  relay: benchRelay,
};

const asked = process.argv.slice(2);
const chosen = Object.entries(BENCHES).filter(([name]) => asked.length === 0 || asked.includes(name));
if (chosen.length === 0) {
  process.stderr.write(`There is no such bench; there are ${Object.keys(BENCHES).join(', ')}.\n`);
  process.exit(2);
}

const directory = await mkdtemp(join(tmpdir(), 'tallystick-bench-'));
const server = await openEmbeddedPostgres({ dataDir: directory, log: () => undefined });
let missed = 0;
try {
  for (const [name, bench] of chosen) {
    process.stderr.write(`… ${name}\n`);
    for await (const measured of bench({ directory, ownerUrl: server.ownerUrl })) {
      process.stdout.write(`${describe(measured)}\n`);
      if (!isMet(measured)) missed += 1;
    }
  }
} catch (error) {
  // Connections that the failed bench left open end with the server, which must not hide what went wrong.
  process.on('uncaughtException', () => undefined);
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  missed += 1;
} finally {
  await server.release();
  await rm(directory, { recursive: true, force: true });
}
process.stdout.write(missed === 0 ? '\nEvery bar was met.\n' : `\n${missed} of the bars were MISSED.\n`);
process.exitCode = missed === 0 ? 0 : 1;
