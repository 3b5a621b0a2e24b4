import { readFile } from 'node:fs/promises';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { PersonId } from '../../domain/identifiers.js';
import { Unreadable } from '../../ledger/codec/json.js';
import type { Ledger } from '../../ledger/ledger.js';
import { tableText, type ExitCode, type Terminal } from '../../web/terminal.js';
import { importStages, type FileRow } from './import-stages.js';

/** `tallystick import-stages FILE.csv`: 0 when every row stands now, 1 when any was refused. */
export async function importStagesFile(
  ledger: Ledger,
  file: string,
  actor: PersonId,
  terminal: Terminal,
): Promise<ExitCode> {
  const { rows, recorded, alreadyRecorded, refused, errors } = await importStages(
    ledger,
    rowsOf(await readFile(file, 'utf8')),
    actor,
  );
  terminal.out(`${file}: ${rows} rows: ${recorded} recorded, ${alreadyRecorded} recorded before, ${refused} refused.`);
  if (refused === 0) return 0;
  const listed = errors.map(({ line, field, code, reason }) => [String(line), field, code, reason]);
  terminal.out(tableText([['line', 'column', 'code', 'reason'], ...listed], new Set([0])));
  return 1;
}

/** Takes a file's text apart into rows of cells; throws `Unreadable` for what is no CSV. */
export function rowsOf(text: string): readonly FileRow[] {
  try {
    const rows: FileRow[] = [];
    const on_record = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
      rows.push({ line: lines, cells });
      return null;
    };
    parse(text, { bom: true, on_record, skip_empty_lines: true });
    return rows;
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable('', `the file is not CSV: ${error.message}`);
    throw error;
  }
}
