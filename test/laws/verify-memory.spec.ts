import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, openSync, writeSync, closeSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { CommandId } from '../../src/domain/identifiers.js';
import { encodeEntry, type Entry } from '../../src/ledger/codec/entry-line.js';
import { outcomeIdFor } from '../../src/ledger/commands.js';
import { entryIdOf } from '../../src/ledger/execute.js';
import { outcomeStream } from '../../src/ledger/streams.js';
import { uuidEnding } from '../support/given-when-then.js';
import { entryOf, goldenEntries, goldenLines } from '../support/golden-lines.js';

const ENTRIES = 60_000;
const HEAP_MB = 32;

const directory = mkdtempSync(join(tmpdir(), 'tallystick-memory-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The golden ledger and then one of its outcomes over and over, each by a command of its own. */
function writeExport(file: string): void {
  const model = goldenEntries[entryOf('OutcomeRecorded')];
  if (model === undefined) throw new Error('no outcome');
  const digest = createHash('sha256');
  const descriptor = openSync(file, 'w');
  const write = (text: string): void => {
    digest.update(text);
    writeSync(descriptor, text);
  };
  write(goldenLines.map((line) => `${line}\n`).join(''));
  for (let n = goldenLines.length; n < ENTRIES; n += 1) write(`${encodeEntry(again(model, n))}\n`);
  writeSync(descriptor, `{"entries":${ENTRIES},"sha256":"${digest.digest('hex')}"}\n`);
  closeSync(descriptor);
}

function again(model: Entry, n: number): Entry {
  const id = uuidEnding<CommandId>(1_000_000 + n);
  return { ...model, command: { ...model.command, id }, id: entryIdOf(id), stream: outcomeStream(outcomeIdFor(id)) };
}

describe('verifying a large export', () => {
  it(`takes a heap of ${HEAP_MB} MB for ${ENTRIES} entries, which are more than that as text`, () => {
    const file = join(directory, 'large.ndjson');
    writeExport(file);
    expect(statSync(file).size).toBeGreaterThan(1.5 * HEAP_MB * 2 ** 20);
    const support = (name: string): string => fileURLToPath(new URL(`../support/${name}`, import.meta.url));
    const hooks = ['import-typescript.ts', 'compile-typescript.ts'].flatMap((name) => ['--import', support(name)]);
    const limits = [`--max-old-space-size=${HEAP_MB}`, '--max-semi-space-size=2'];
    const child = spawnSync(process.execPath, [...limits, ...hooks, support('verify-child.ts'), file], {
      encoding: 'utf8',
      timeout: 120_000,
    });
    expect(child.stderr).toBe('');
    expect(JSON.parse(child.stdout)).toEqual({ verdict: 'agrees', entries: ENTRIES });
  }, 180_000);
});
