import type { Ledger } from '../../ledger/ledger.js';
import { bytesOf } from '../../web/given-file.js';
import { importText } from '../../web/import-report.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { importRows, type RowsRequest } from './import-rows.js';
import { ROW_KINDS, type RowKindName } from './row-kinds.js';

export interface RowsFile extends Omit<RowsRequest, 'bytes'> {
  readonly file: string;
}

/** `tallystick import-stages FILE.csv`, and so for the other kinds: 0 when no row was refused, 1 when any was. `-` reads standard input. */
export async function importRowsFile(
  ledger: Ledger,
  kind: RowKindName,
  { file, ...options }: RowsFile,
  terminal: Terminal,
): Promise<ExitCode> {
  const report = await importRows(ledger, ROW_KINDS[kind], { ...options, bytes: await bytesOf(file) });
  terminal.out(importText(report, file));
  return report.refused === 0 ? 0 : 1;
}
