import type { PersonId } from '../../domain/identifiers.js';
import type { Ledger } from '../../ledger/ledger.js';
import { bytesOf } from '../../web/given-file.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { loadPublished } from './load-published.js';

/** `tallystick load-published FILE.csv`: 0 when every row stands now, 1 when any was refused. */
export async function loadPublishedFile(
  ledger: Ledger,
  file: string,
  actor: PersonId,
  terminal: Terminal,
): Promise<ExitCode> {
  const { rows, recorded, alreadyRecorded, errors } = await loadPublished(ledger, await bytesOf(file), actor);
  terminal.out(
    `${file}: ${rows} rows: ${recorded} recorded, ${alreadyRecorded} recorded before, ${errors.length} refused.`,
  );
  if (errors.length === 0) return 0;
  const listed = errors.map(({ line, field, code, reason }) => [String(line), field, code, reason]);
  terminal.out(tableText([['line', 'column', 'code', 'reason'], ...listed], new Set([0])));
  return 1;
}
