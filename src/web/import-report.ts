import { refusalReason, refusedField } from '../domain/refusal-words.js';
import type { Refusal, RefusalCode } from '../domain/refusals.js';
import { problem, Refused } from './problems.js';
import { tableText } from './terminal.js';

/** `atomic`: all rows or none. `row-by-row`: each good row, whatever becomes of the others. */
export const IMPORT_MODES = ['atomic', 'row-by-row'] as const;
export type ImportMode = (typeof IMPORT_MODES)[number];

/** One thing that is wrong with one row: the line it starts on, the column, the reason, and the code of the refusal. */
export interface ImportError {
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  readonly code: RefusalCode | 'malformed-request';
}

/** What became of an import. `recorded` are new entries, or what a dry run would have recorded; none of an atomic import with a bad row. */
export interface ImportReport {
  readonly mode: ImportMode;
  readonly dryRun: boolean;
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly refused: number;
  readonly errors: readonly ImportError[];
}

/** The status and the answer of an import over HTTP: 201 when anything was recorded. Throws `Refused`, with the report, for one with bad rows that was no dry run (422 rows-refused). */
export function importStatus(report: ImportReport): 200 | 201 {
  if (!report.dryRun && report.refused > 0) throw refusedRows(report);
  return report.recorded > 0 && !report.dryRun ? 201 : 200;
}

function refusedRows({ errors, ...report }: ImportReport): Refused {
  const { mode, refused, rows } = report;
  const recorded = mode === 'atomic' ? 0 : report.recorded;
  const rest = mode === 'atomic' ? 'Nothing was recorded' : `Rows recorded: ${recorded}`;
  const detail = `${refused} of ${rowsIn(rows)} ${refused === 1 ? 'was' : 'were'} refused. ${rest}.`;
  return new Refused(problem('rows-refused', detail, errors), { ...report, recorded });
}

const MOST_SHOWN = 1000;

/** Says what became of an import, every bad row by line, column and reason. */
export function importText(report: ImportReport, file: string): string {
  const { rows, recorded, alreadyRecorded, refused, errors } = report;
  const counts = `${rowsIn(rows)}: ${recorded} ${verbFor(report)}, ${alreadyRecorded} recorded before, ${refused} refused.`;
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

function rowsIn(rows: number): string {
  return rows === 1 ? '1 row' : `${rows} rows`;
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

/** A refusal of what a row tells, by the column that it is about: `columnOf` gives the column that a field was read from. A conflict names every column that differs. */
export function rowErrorOf(refusal: Refusal, columnOf: (field: string) => string): Omit<ImportError, 'line'> {
  const { code } = refusal;
  if (code !== 'idempotency-conflict')
    return { field: columnOf(refusedField(refusal)), code, reason: refusalReason(refusal) };
  const differing = [...new Set(refusal.fields.map(columnOf))].join(', ');
  return { field: 'reference', code, reason: `was recorded with other content before; what differs: ${differing}` };
}
