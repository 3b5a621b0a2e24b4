import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { goldenText } from '../../../test/support/golden-lines.js';
import { goldenLedger } from '../../../test/support/golden-ledger.js';
import { ledgerInMemory } from '../../../test/support/ledgers.js';
import { exportToFile } from './command-line.js';

const terminal = { out: () => undefined, say: () => undefined, progress: () => undefined };
let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tallystick-export-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

describe('exporting to a file', () => {
  it('writes every line and the trailer, over what was there', async () => {
    const file = join(directory, 'ledger.ndjson');
    for (let time = 0; time < 2; time += 1) {
      expect(await exportToFile(await goldenLedger(), file, terminal)).toBe(0);
      expect(await readFile(file, 'utf8')).toBe(goldenText);
    }
    expect(await readdir(directory)).toEqual(['ledger.ndjson']);
  });

  it('leaves the last whole export where it is when it breaks off', async () => {
    const file = join(directory, 'ledger.ndjson');
    const ledger = await goldenLedger();
    Object.assign(ledger.store, { readAll: () => Promise.reject(new Error('the store is away')) });
    await expect(exportToFile(ledger, file, terminal)).rejects.toThrow('the store is away');
    expect(await readFile(file, 'utf8')).toBe(goldenText);
    expect(await readdir(directory)).toEqual(['ledger.ndjson']);
  });

  it('says so when it cannot write there', async () => {
    await expect(exportToFile(ledgerInMemory(), join(directory, 'none', 'x.ndjson'), terminal)).rejects.toThrow(
      'ENOENT',
    );
  });
});
