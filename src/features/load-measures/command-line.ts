import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { loadMeasures } from './load-measures.js';

/** `tallystick load-measures FILE.json`: 0 when every measure stands now, 1 when any was refused. */
export async function loadMeasuresFile(
  ledger: Ledger,
  file: string,
  actor: PersonId,
  terminal: Terminal,
): Promise<ExitCode> {
  const { recorded, alreadyThere, refused } = await loadMeasures(ledger, await readFile(file, 'utf8'), actor);
  terminal.out(`${file}: ${recorded} recorded, ${alreadyThere} stood already, ${refused.length} refused.`);
  for (const { what, refusal } of refused) terminal.out(`  ${what}: ${refusal.code}: ${refusalReason(refusal)}`);
  return refused.length === 0 ? 0 : 1;
}
