import { createHash } from 'node:crypto';
import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventStore } from '../../adapters/memory/event-store.js';
import { parseJson } from '../../ledger/codec/json.js';
import type { MovedLine } from '../../ledger/moving-in.js';
import { sealed } from '../../../test/support/exports.js';
import { goldenLines, goldenText } from '../../../test/support/golden-lines.js';
import { exportOf } from '../../../test/support/ledgers.js';
import { importLedger } from './command-line.js';

const DIGEST = /"sha256":"([0-9a-f]{64})"\}\n$/.exec(goldenText)?.[1] ?? '';
/** How many entries the golden ledger has; it grows. */
const ALL = goldenLines.length;
const moved = (line: string): MovedLine => ({ ...(parseJson(line) as Omit<MovedLine, 'line'>), line });

let directory = '';
let golden = '';
let store: MemoryEventStore;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallystick-import-ledger-'));
  golden = await place('golden.ndjson', goldenText);
});
afterAll(() => rm(directory, { recursive: true, force: true }));
beforeEach(() => {
  store = new MemoryEventStore();
});

async function place(name: string, text: string): Promise<string> {
  await writeFile(join(directory, name), text);
  return join(directory, name);
}
async function run(file: string, dryRun = false): Promise<readonly [number, string]> {
  const out: string[] = [];
  const terminal = { out: (text: string) => out.push(text), say: () => undefined, progress: () => undefined };
  return [await importLedger({ store, movingIn: store.movingIn() }, { file, dryRun }, terminal), out.join('\n')];
}
/** As an import that was interrupted leaves it. */
async function halfFilled(entries: number, change: (line: string) => string = (line) => line): Promise<void> {
  const movingIn = store.movingIn();
  await movingIn.begin(DIGEST);
  await movingIn.write(DIGEST, 0, goldenLines.slice(0, entries).map(change).map(moved));
}
const occupancy = () => store.movingIn().occupancy();

describe('importing a ledger', () => {
  it('gives a ledger whose export is the same file, and which then takes entries of its own', async () => {
    expect(await run(golden)).toEqual([0, expect.stringMatching(`^IMPORTED: ${ALL} entries.*${DIGEST}$`)]);
    expect(await exportOf(store)).toBe(goldenText);
    expect(await occupancy()).toEqual({ entries: ALL, movingIn: undefined });
    const append = { stream: 'outcome-x', expectedRevision: -1, lines: [{ id: 'x', line: '{}' }] };
    expect(await store.append(append)).toEqual({ kind: 'appended', entry: ALL });
  });

  it('finds all of it there the second time, and does nothing', async () => {
    await run(golden);
    expect(await run(golden)).toEqual([0, expect.stringMatching(/^ALREADY THERE/)]);
    expect(await exportOf(store)).toBe(goldenText);
  });

  it.each([1, 40, ALL - 1, ALL])('goes on after %i entries of the same export', async (entries) => {
    await halfFilled(entries);
    expect(await run(golden)).toEqual([0, expect.stringMatching(/^IMPORTED/)]);
    expect(await exportOf(store)).toBe(goldenText);
    expect((await occupancy()).movingIn).toBeUndefined();
  });

  it('says in a dry run what it would do, and writes nothing', async () => {
    expect(await run(golden, true)).toEqual([0, `WOULD IMPORT: ${ALL} of ${ALL} entries, after the 0 that are there`]);
    expect(await occupancy()).toEqual({ entries: 0, movingIn: undefined });
    await halfFilled(40);
    expect(await run(golden, true)).toEqual([
      0,
      `WOULD IMPORT: ${ALL - 40} of ${ALL} entries, after the 40 that are there`,
    ]);
    expect(await occupancy()).toEqual({ entries: 40, movingIn: DIGEST });
  });
});

describe('importing a ledger is refused', () => {
  it('where anything else is recorded, be it the beginning of the same ledger', async () => {
    for (const line of goldenLines.slice(0, 5)) {
      const { stream, revision, id } = moved(line);
      await store.append({ stream, expectedRevision: revision - 1, lines: [{ id, line }] });
    }
    expect(await run(golden)).toEqual([1, expect.stringContaining('not empty: it holds 5 entries of its own')]);
    expect(await occupancy()).toEqual({ entries: 5, movingIn: undefined });
  });

  it('where one entry of as many is another', async () => {
    for (const line of goldenLines) {
      const { stream, revision, id } = moved(line);
      const kept = revision === 0 && stream.startsWith('published') ? line.replace('"press"', '"a leak"') : line;
      await store.append({ stream, expectedRevision: revision - 1, lines: [{ id, line: kept }] });
    }
    expect(await run(golden)).toEqual([1, expect.stringMatching(/entry 60 of the ledger is not the export's/)]);
  });

  it('where half of another import lies', async () => {
    await halfFilled(10);
    const shorter = await place('shorter.ndjson', sealed(goldenLines.slice(0, 50)));
    expect(await run(shorter)).toEqual([1, expect.stringContaining(`from another export, with the SHA-256 ${DIGEST}`)]);
    expect(await occupancy()).toEqual({ entries: 10, movingIn: DIGEST });
  });

  it('where half of this import lies, but not as the export has it', async () => {
    await halfFilled(10, (line) => line.replace('"actor":"programme-team"', '"actor":"somebody-else"'));
    expect(await run(golden)).toEqual([1, expect.stringContaining("entry 0 of the ledger is not the export's")]);
    expect(await occupancy()).toEqual({ entries: 10, movingIn: DIGEST });
  });

  it.each([
    [1, 'an amount was changed', goldenText.replace('"amount":365776', '"amount":365777')],
    [1, 'an amount was changed and the file sealed anew', sealedWith('"amount":365776', '"amount":365777')],
    [1, 'an entry was left out', sealed(goldenLines.toSpliced(1, 1))],
    [1, 'the trailer is of another file', goldenText.replace(/[0-9a-f]{64}"\}\n$/, `${'0'.repeat(64)}"}\n`)],
    [2, 'it breaks off', goldenText.slice(0, 20_000)],
    [2, 'its trailer is missing', goldenLines.map((line) => `${line}\n`).join('')],
    [2, 'it is empty', ''],
    [2, 'it holds no entries', sealed([])],
    [2, 'it is no export', '{"hello":1}\n'],
  ])('with %i when %s, and nothing is written', async (code, why, text) => {
    const file = await place('forged.ndjson', text);
    expect(await run(file)).toEqual([code, expect.stringMatching(/^NOT IMPORTED: .*Nothing was written\.$/s)]);
    expect([why, await occupancy()]).toEqual([why, { entries: 0, movingIn: undefined }]);
  });

  it('when the file is not there', async () => {
    await expect(run(join(directory, 'none'))).rejects.toThrow('ENOENT');
  });
});

describe('what goes wrong on the way', () => {
  it('keeps the ledger closed when the file was changed after it was verified', async () => {
    const file = await place('growing.ndjson', goldenText);
    const movingIn = store.movingIn();
    const begin = movingIn.begin.bind(movingIn);
    movingIn.begin = async (sha256) => {
      await appendFile(file, `${goldenLines[0] ?? ''}\n`);
      return begin(sha256);
    };
    const terminal = { out: () => undefined, say: () => undefined, progress: () => undefined };
    await expect(importLedger({ store, movingIn }, { file, dryRun: false }, terminal)).rejects.toThrow(
      'changed after it was verified',
    );
    expect((await occupancy()).movingIn).toBe(DIGEST);
  });

  it('keeps the ledger closed when what was read back is not what was written', async () => {
    const page = store.readAll.bind(store);
    store.readAll = async (after, limit) =>
      (await page(after, limit)).map(({ entry, line }) => ({ entry, line: line.replace('"press"', '"pross"') }));
    await expect(run(golden)).rejects.toThrow('What was read back is not the export');
    expect(await occupancy()).toEqual({ entries: ALL, movingIn: DIGEST });
  });
});

function sealedWith(from: string, to: string): string {
  const changed = sealed(goldenLines.map((line) => line.replace(from, to)));
  if (createHash('sha256').update(changed).digest('hex') === createHash('sha256').update(goldenText).digest('hex'))
    throw new Error('Nothing was changed.');
  return changed;
}
