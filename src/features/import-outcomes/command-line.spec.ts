import { setTimeout as after } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { id } from '../../../test/support/given-when-then.js';
import { ledgerInMemory } from '../../../test/support/ledgers.js';
import type { PersonId } from '../../domain/identifiers.js';
import { importRowsFile } from '../import-rows/command-line.js';
import { importFile } from './command-line.js';

const terminal = { out: () => undefined, say: () => undefined, progress: () => undefined };
const asked = { actor: id<PersonId>('j-smith'), mode: 'atomic', dryRun: false } as const;

describe('a file that is not there', () => {
  it('is said to be missing, however long the database takes to begin', async () => {
    const ledger = ledgerInMemory();
    const atomically = ledger.store.atomically.bind(ledger.store);
    ledger.store.atomically = async (work) => {
      await after(50);
      return atomically(work);
    };
    const missing = { ...asked, file: '/no/such/march.csv' };
    await expect(importFile(ledger, { ...missing, illustrative: false }, terminal)).rejects.toThrow('ENOENT');
    await expect(importRowsFile(ledger, 'stages', missing, terminal)).rejects.toThrow('ENOENT');
  });
});
