import type { Ledger } from '../../ledger/ledger.js';
import { bytesOf } from '../../web/given-file.js';
import { importText } from '../../web/import-report.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { importStages, type StagesRequest } from './import-stages.js';

export interface StagesFile extends Omit<StagesRequest, 'bytes'> {
  readonly file: string;
}

/** `tallystick import-stages FILE.csv`: 0 when no row was refused, 1 when any was. `-` reads standard input. */
export async function importStagesFile(
  ledger: Ledger,
  { file, ...options }: StagesFile,
  terminal: Terminal,
): Promise<ExitCode> {
  const report = await importStages(ledger, { ...options, bytes: await bytesOf(file) });
  terminal.out(importText(report, file));
  return report.refused === 0 ? 0 : 1;
}
