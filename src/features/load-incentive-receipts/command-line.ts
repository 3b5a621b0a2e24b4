import { readFile } from 'node:fs/promises';
import type { PersonId } from '../../domain/identifiers.js';
import type { Ledger } from '../../ledger/ledger.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { loadIncentiveReceipts } from './load-incentive-receipts.js';

/** `tallystick load-incentive-receipts FILE.csv`: 0 when every row stands now, 1 when any was refused. */
export async function loadIncentiveReceiptsFile(
  ledger: Ledger,
  file: string,
  actor: PersonId,
  terminal: Terminal,
): Promise<ExitCode> {
  const report = await loadIncentiveReceipts(ledger, await readFile(file, 'utf8'), actor);
  const { rows, recorded, alreadyRecorded, refused, errors } = report;
  terminal.out(`${file}: ${rows} rows: ${recorded} recorded, ${alreadyRecorded} recorded before, ${refused} refused.`);
  if (refused === 0) return 0;
  const listed = errors.map(({ line, field, code, reason }) => [String(line), field, code, reason]);
  terminal.out(tableText([['line', 'column', 'code', 'reason'], ...listed], new Set([0])));
  return 1;
}
