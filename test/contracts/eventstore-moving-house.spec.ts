import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openEventStoreDb } from '../../src/adapters/eventstoredb/event-store.js';
import { openEntryIndex } from '../../src/adapters/postgres/entry-index.js';
import { openPostgresEventStore } from '../../src/adapters/postgres/event-store.js';
import { postgresMovingIn } from '../../src/adapters/postgres/moving-in.js';
import { importLedger, type Target } from '../../src/features/import-ledger/command-line.js';
import { StandInServer } from '../support/eventstoredb-server/server.js';
import { linesOf } from '../support/exports.js';
import { findKurrentDb } from '../support/kurrentdb.js';
import { exportOf } from '../support/ledgers.js';
import { longExport } from '../support/long-export.js';
import { notRun } from '../support/not-run.js';
import { embeddedDatabase } from './postgres-ledgers.js';

jest.setTimeout(180_000);

/** More than the importer writes at a time. */
const ARRESTS = 1_000;

/** An empty ledger to move into, and how to leave nothing of it but what EventStoreDB holds. */
interface House extends Target {
  leave(): Promise<void>;
}

let directory = '';
let text = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallystick-moving-house-'));
  text = await longExport(ARRESTS);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function inPostgres(): Promise<House> {
  const database = await embeddedDatabase('moving house');
  const [store, movingIn] = [
    await openPostgresEventStore({ url: database.applicationUrl }),
    postgresMovingIn(database.applicationUrl),
  ];
  const leave = async (): Promise<void> => {
    for (const part of [movingIn, store]) await part.close();
    await database.drop();
  };
  return { store, movingIn, leave };
}

/** The server may be one that others use, so every stream has a name that begins as no other does. The lines are as they are. */
async function inEventStoreDb(url: string): Promise<House> {
  const database = await embeddedDatabase('moving house numbered');
  const prefix = `trial${randomUUID().slice(0, 8)}-`;
  const index = await openEntryIndex({ url: database.applicationUrl });
  const store = openEventStoreDb({ url, index, prefixes: [prefix] });
  const movingIn = store.movingIn();
  const leave = async (): Promise<void> => {
    await store.close();
    await database.drop();
  };
  const ours = (stream: string): string => `${prefix}${stream}`;
  return {
    store,
    movingIn: {
      ...movingIn,
      write: (sha256, first, lines) =>
        movingIn.write(
          sha256,
          first,
          lines.map((line) => ({ ...line, stream: ours(line.stream) })),
        ),
    },
    leave,
  };
}

async function moveIn(house: House, name: string, given: string): Promise<readonly [number, string, string]> {
  const file = join(directory, name);
  await writeFile(file, given);
  const [out, progress]: [string[], string[]] = [[], []];
  const terminal = {
    out: (line: string) => out.push(line),
    say: () => undefined,
    progress: (line: string) => progress.push(line),
  };
  const code = await importLedger(house, { file, dryRun: false }, terminal);
  return [code, out.join('\n'), progress.join('\n')];
}

function movesHouse(server: string, url: () => string): void {
  it(`keeps every byte, number and digest from PostgreSQL to ${server} and back to PostgreSQL`, async () => {
    const lines = linesOf(text);
    const way = [
      ['one.ndjson', await inPostgres()],
      ['two.ndjson', await inEventStoreDb(url())],
      ['three.ndjson', await inPostgres()],
    ] as const;
    let moving = text;
    for (const [name, house] of way) {
      const [code, said, progress] = await moveIn(house, name, moving);
      expect([code, said]).toEqual([0, expect.stringMatching(`^IMPORTED: ${lines.length} entries`)]);
      for (const part of ['Writing: ', 'Reading back: '])
        expect(progress).toContain(`${part}${lines.length} of ${lines.length}`);
      moving = await exportOf(house.store);
      expect(moving === text).toBe(true);
      expect(await house.store.readAll(-1, 2_000)).toEqual(lines.map((line, entry) => ({ entry, line })));
      expect(await moveIn(house, name, text)).toEqual([0, expect.stringMatching('^ALREADY THERE'), expect.any(String)]);
    }
    for (const [, house] of way) await house.leave();
  });
}

describe('moving house', () => {
  let standIn: StandInServer;
  beforeAll(async () => {
    standIn = await StandInServer.start();
  });
  afterAll(() => standIn.close());
  movesHouse('an in-process stand-in, not KurrentDB,', () => standIn.url);
});

const kurrent = await findKurrentDb();
afterAll(() => kurrent?.close());
if (kurrent === undefined) notRun('moving house: PostgreSQL to KurrentDB to PostgreSQL', 'no KurrentDB here');
else describe('moving house for real', () => movesHouse('KurrentDB', () => kurrent.url));
