import { isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { Unreadable } from '../domain/unreadable.js';
import { csvBatches, recordsIn, type CsvRecord } from './csv-records.js';

/** A row of a file: the line that it starts on, and its cells by column; empty where the file has no such column. */
export interface TableRow<Column extends string> {
  readonly line: number;
  readonly cell: (column: Column) => string;
  /** Why its cells cannot be told apart by column. */
  readonly ragged: string | undefined;
}

/** The columns that a file may have, in any order, and those of them that it may leave out. */
export interface Columns<Column extends string> {
  readonly columns: readonly Column[];
  readonly optional: readonly Column[];
}

/** Files of anything but outcomes are little beside those, so that each is read whole. */
const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads a CSV file whole. Its first row names the columns. A row with more or fewer cells than that is `ragged`, and the others are read all the same. Throws
 * `Unreadable` for what is no CSV in UTF-8, has other columns than those told or lacks one that is not optional, or has more than 16 MiB.
 */
export async function tableOf<Column extends string>(
  bytes: AsyncIterable<Uint8Array>,
  known: Columns<Column>,
): Promise<readonly TableRow<Column>[]> {
  const [header, ...records] = await recordsOf(await wholeOf(bytes));
  if (header === undefined) throw new Unreadable('line 1', 'the file is empty; its first line names the columns');
  const places = placesOf(header, known);
  const width = header.cells.length;
  return records.map(({ line, cells }) => ({
    line,
    cell: (column) => cells[places.get(column) ?? -1] ?? '',
    ragged: cells.length === width ? undefined : `has ${cells.length} cells; the header has ${width}`,
  }));
}

async function wholeOf(bytes: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of bytes) {
    length += piece.byteLength;
    if (length > MOST_BYTES) throw new Unreadable('', 'such a file may have 16 MiB at most; split it');
    pieces.push(piece);
  }
  const whole = Buffer.concat(pieces);
  if (!isUtf8(whole)) throw new Unreadable('', 'the file holds bytes that are not UTF-8; save it as UTF-8');
  return whole;
}

async function recordsOf(whole: Buffer): Promise<readonly CsvRecord[]> {
  const records: CsvRecord[] = [];
  for await (const batch of csvBatches(Readable.from([whole]))) records.push(...recordsIn(batch));
  return records;
}

function placesOf<Column extends string>(
  header: CsvRecord,
  { columns, optional }: Columns<Column>,
): ReadonlyMap<Column, number> {
  const places = new Map<Column, number>();
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
