import { createReadStream } from 'node:fs';
import type { PersonId } from '../../domain/identifiers.js';
import type { Ledger } from '../../ledger/ledger.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { importOutcomes, type ImportMode, type ImportReport } from './import-outcomes.js';

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
    bytes: file === '-' ? process.stdin : createReadStream(file),
    onProgress: (rows) => terminal.progress(`Importing ${file}: ${rows} rows read`),
  });
  terminal.out(describe(report, file));
  return report.refused === 0 ? 0 : 1;
}

const MOST_SHOWN = 1000;

/** Says what became of an import, every bad row by line, column and reason. */
function describe(report: ImportReport, file: string): string {
  const { rows, recorded, alreadyRecorded, refused, errors } = report;
  const counts = `${rows} rows: ${recorded} ${verbFor(report)}, ${alreadyRecorded} recorded before, ${refused} refused.`;
  if (errors.length === 0) return `${file}: ${counts}`;
  const listed = errors
    .slice(0, MOST_SHOWN)
    .map(({ line, field, code, reason }) => [String(line), field, code, reason]);
  const more = errors.length > MOST_SHOWN ? [`… and ${errors.length - MOST_SHOWN} more.`] : [];
  return [
    `${file}: ${counts}`,
    tableText([['line', 'column', 'code', 'reason'], ...listed], new Set([0])),
    ...more,
    nextStep(report),
  ].join('\n');
}

function verbFor({ mode, dryRun, refused }: ImportReport): string {
  if (dryRun) return 'would be recorded';
  return mode === 'atomic' && refused > 0 ? 'recorded (all or nothing: nothing was)' : 'recorded';
}

function nextStep({ mode, dryRun }: ImportReport): string {
  const again =
    'Put these rows right and import the same file again: rows that stand are recognised and not recorded twice.';
  return dryRun || mode === 'row-by-row' ? again : `${again} Or use --row-by-row to record the good rows now.`;
}
