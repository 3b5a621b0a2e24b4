import { isUtf8 } from 'node:buffer';
import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { Unreadable } from '../../ledger/codec/json.js';
import type { RowKind } from './row-kind.js';

/** A row of the file: the line that it starts on, and its cells by column. */
export interface FileRow {
  readonly line: number;
  readonly cell: (column: string) => string;
}

/** What goes on with outcomes is little beside them, so that a file of it is read whole. */
const MOST_BYTES = 16 * 1024 * 1024;

type Columns = Pick<RowKind<string, unknown>, 'columns' | 'optional'>;

/**
 * Reads a file whole. Its first row names the columns, in any order. Throws `Unreadable` for what is no CSV, has other columns than those of its kind or lacks one that
 * is not optional, or has more than 16 MiB.
 */
export async function rowsOf(bytes: AsyncIterable<Uint8Array>, kind: Columns): Promise<readonly FileRow[]> {
  const [header, ...records] = recordsIn(await textOf(bytes));
  if (header === undefined) throw new Unreadable('line 1', 'the file is empty; its first line names the columns');
  const places = placesOf(header, kind);
  return records.map(({ line, cells }) => ({ line, cell: (column) => cells[places.get(column) ?? -1] ?? '' }));
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.byteLength;
    if (length > MOST_BYTES) throw new Unreadable('', 'such a file may have 16 MiB at most; split it');
    pieces.push(piece);
  }
  const whole = Buffer.concat(pieces);
  if (!isUtf8(whole)) throw new Unreadable('', 'the file holds bytes that are not UTF-8; save it as UTF-8');
  return whole.toString('utf8');
}

interface CsvRow {
  readonly line: number;
  readonly cells: readonly string[];
}

function recordsIn(text: string): readonly CsvRow[] {
  try {
    const rows: CsvRow[] = [];
    const on_record = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
      rows.push({ line: lines, cells });
      return null;
    };
    parse(text, { bom: true, on_record, record_delimiter: ['\r\n', '\n'], skip_empty_lines: true });
    return rows;
  } catch (error) {
    // A message of the parser may quote a cell, which is nobody's to repeat.
    if (error instanceof CsvError)
      throw new Unreadable('', `the file is not CSV: ${error.message.replace(/, value is .*/s, '')}`);
    throw error;
  }
}

function placesOf(header: CsvRow, { columns, optional }: Columns): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [place, name] of header.cells.entries()) {
    const column = columns.find((known) => known === name.trim());
    if (column === undefined || places.has(column)) {
      const reason = `"${name}" is no column, or is there twice; the columns are ${columns.join(', ')}`;
      throw new Unreadable(`line ${header.line}`, reason);
    }
    places.set(column, place);
  }
  const missing = columns.filter((column) => !optional.includes(column) && !places.has(column));
  if (missing.length > 0)
    throw new Unreadable(`line ${header.line}`, `these columns are missing: ${missing.join(', ')}`);
  return places;
}
