import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../domain/identifiers.js';
import type { Ledger } from '../../ledger/ledger.js';
import { loadMeasures } from './load-measures.js';

const STANDARD_MEASURES = new URL('./standard-measures.json', import.meta.url);

/** Puts the measures that come with this program into the catalogue, where they are not there yet. */
export async function ensureStandardMeasures(ledger: Ledger): Promise<void> {
  await loadMeasures(ledger, await readFile(STANDARD_MEASURES, 'utf8'), 'tallystick' as PersonId);
}
