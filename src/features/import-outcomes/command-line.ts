import type { PersonId } from '../../domain/identifiers.js';
import type { Ledger } from '../../ledger/ledger.js';
import { bytesOf } from '../../web/given-file.js';
import { importText, type ImportMode } from '../../web/import-report.js';
import type { ExitCode, Terminal } from '../../web/terminal.js';
import { importOutcomes } from './import-outcomes.js';

export interface ImportFile {
  readonly file: string;
  readonly actor: PersonId;
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly illustrative: boolean;
}

/** `tallystick import FILE`: 0 when no row was refused, 1 when any was. `-` reads standard input. */
export async function importFile(
  ledger: Ledger,
  { file, ...options }: ImportFile,
  terminal: Terminal,
): Promise<ExitCode> {
  const report = await importOutcomes(ledger, {
    ...options,
    bytes: await bytesOf(file),
    onProgress: (rows) => terminal.progress(`Importing ${file}: ${rows} rows read`),
  });
  terminal.out(importText(report, file));
  return report.refused === 0 ? 0 : 1;
}
