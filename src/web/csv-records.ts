import { StringDecoder } from 'node:string_decoder';
import { pipeline, Readable } from 'node:stream';
import { parse, CsvError } from 'csv-parse';
import { Unreadable } from '../domain/unreadable.js';

/** The cells of one row, and the line of the file on which the row starts, counted from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Consecutive rows: as they stand in the file where there is no quotation mark, so that whoever takes them splits them, or in cells. */
export type CsvBatch =
  { readonly firstLine: number; readonly rows: readonly string[] } | { readonly records: readonly CsvRecord[] };

/** The rows of a batch in cells; blank lines are left out. */
export function recordsIn(batch: CsvBatch): readonly CsvRecord[] {
  if ('records' in batch) return batch.records;
  const { firstLine, rows } = batch;
  return rows.flatMap((row, i) => (row === '' ? [] : [{ line: firstLine + i, cells: row.split(',') }]));
}

const BATCH = 500;
/** Far more than any row takes; without a bound a quote that is never closed would read the file into memory whole. */
const MOST_ROW_LENGTH = 1 << 20;

/**
 * Reads CSV (RFC 4180: UTF-8 with or without a mark, CRLF or LF, quoted cells with commas, quotes and newlines in them) in batches of rows.
 * Text without a quotation mark is split natively, several times as fast; from the first mark on csv-parse reads the rest. Throws
 * `Unreadable` naming the line where quoting goes wrong or a row does not end.
 */
export async function* csvBatches(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<CsvBatch> {
  const pieces = textOf(bytes);
  let carry = '';
  let line = 1;
  for await (const piece of pieces) {
    const text = carry + piece;
    if (text.includes('"')) {
      yield* quotedRecords(joined(text, pieces), line);
      return;
    }
    const lines = text.split('\n');
    carry = lines.pop() ?? '';
    if (carry.length > MOST_ROW_LENGTH) throw new Unreadable(`line ${line + lines.length}`, 'is too long to be a row');
    const rows = lines.map((row) => (row.endsWith('\r') ? row.slice(0, -1) : row));
    yield* inBatches(rows, line);
    line += lines.length;
  }
  yield* inBatches([carry], line);
}

async function* textOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let isFirst = true;
  for await (const chunk of bytes) {
    const text = decoder.write(Buffer.from(chunk));
    if (text === '') continue;
    yield isFirst && text.startsWith('\uFEFF') ? text.slice(1) : text;
    isFirst = false;
  }
  yield decoder.end();
}

async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield first;
  yield* rest;
}

function* inBatches(all: readonly string[], firstLine: number): Generator<CsvBatch> {
  for (let start = 0; start < all.length; start += BATCH) {
    const rows = all.slice(start, start + BATCH);
    if (rows.some((row) => row !== '')) yield { firstLine: firstLine + start, rows };
  }
}

async function* quotedRecords(text: AsyncIterable<string>, firstLine: number): AsyncGenerator<CsvBatch> {
  const lines = new LineCounter(firstLine);
  const starts: number[] = [];
  const parser = parse({
    max_record_size: MOST_ROW_LENGTH,
    // Called for each record as it is parsed, also for those that an error further on keeps from being read.
    on_record: (cells: string[], { lines: counted }) => {
      starts.push(lines.startOf(cells, counted));
      return cells;
    },
    record_delimiter: ['\r\n', '\n'],
    relax_column_count: true,
    skip_empty_lines: true,
  });
  // An error on the way, of the file or of the network, ends the parser with that same error.
  pipeline(Readable.from(text), parser, () => undefined);
  let batch: CsvRecord[] = [];
  try {
    for await (const cells of parser as AsyncIterable<readonly string[]>) {
      batch.push({ line: starts.shift() ?? firstLine, cells });
      if (batch.length < BATCH) continue;
      yield { records: batch };
      batch = [];
    }
  } catch (error) {
    if (batch.length > 0) yield { records: batch };
    if (!(error instanceof CsvError)) throw error;
    // Its own message counts lines from the first quotation mark of the file, and may quote a cell that is nobody's to repeat.
    const what = error.message.replace(/ at line \d+/, '').replace(/, value is .*/s, '');
    throw new Unreadable(`line ${lines.next}`, `is not CSV: ${what}`);
  }
  if (batch.length > 0) yield { records: batch };
}

/** csv-parse says on which line a record ends, and counts a carriage return inside a cell as a line of its own. */
class LineCounter {
  private returns = 0;
  /** The line after the last record. */
  next: number;

  constructor(private readonly first: number) {
    this.next = first;
  }

  startOf(cells: readonly string[], counted: number): number {
    let newlines = 0;
    for (const cell of cells) {
      this.returns += countOf('\r', cell);
      newlines += countOf('\n', cell);
    }
    const end = this.first - 1 + counted - this.returns;
    this.next = end + 1;
    return end - newlines;
  }
}

function countOf(character: string, text: string): number {
  return text.includes(character) ? text.split(character).length - 1 : 0;
}
