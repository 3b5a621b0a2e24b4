import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../domain/identifiers.js';
import { refusalReason } from '../../domain/refusal-words.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { loadProgrammes } from './load-programmes.js';

/** `tallystick load-programmes FILE.json`: 0 when every fact stands now, 1 when any was refused. */
export async function loadProgrammesFile(
  ledger: Ledger,
  file: string,
  actor: PersonId,
  terminal: Terminal,
): Promise<ExitCode> {
  const { recorded, alreadyThere, refused } = await loadProgrammes(ledger, await readFile(file, 'utf8'), actor);
  terminal.out(`${file}: ${recorded} facts recorded, ${alreadyThere} stood already, ${refused.length} refused.`);
  for (const { what, refusal } of refused) terminal.out(`  ${what}: ${refusal.code}: ${refusalReason(refusal)}`);
  return refused.length === 0 ? 0 : 1;
}
