import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { PersonId } from '../../domain/identifiers.js';
import { refusalReason, refusedField, type Refusal } from '../../domain/refusals.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { recordIncentiveFact } from '../../ledger/incentives.js';
import type { Ledger } from '../../ledger/ledger.js';
import { columnOf, readReceiptRow, RECEIPT_COLUMNS, type ReceiptCells } from './receipt-row.js';

/** One thing that is wrong with one row. */
export interface ReceiptRowError {
  readonly line: number;
  readonly field: string;
  readonly code: Refusal['code'] | 'malformed-request';
  readonly reason: string;
}

/** What loading came to: receipts new, receipts there already, and each bad row by line, column and reason. */
export interface ReceiptsReport {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly refused: number;
  readonly errors: readonly ReceiptRowError[];
}

/**
 * Loads receipts from CSV text, row by row and in the order of the file: a good row is recorded whatever becomes of the others. The same file twice records nothing
 * twice; a row that changed is a conflict by name. Throws `Unreadable` when the file is not CSV or its columns are not those of receipts.
 */
export async function loadIncentiveReceipts(ledger: Ledger, text: string, actor: PersonId): Promise<ReceiptsReport> {
  const errors: ReceiptRowError[] = [];
  let [recorded, alreadyRecorded, refused] = [0, 0, 0];
  const lines = readLines(text);
  for (const { record, info } of lines) {
    const row = readReceiptRow(record);
    if (!('receipt' in row)) {
      refused += 1;
      errors.push(...row.map((fault) => ({ line: info.lines, code: 'malformed-request' as const, ...fault })));
      continue;
    }
    const done = await recordIncentiveFact(ledger, { id: row.commandId, actor }, row.receipt);
    if (!done.ok) {
      refused += 1;
      errors.push({ line: info.lines, ...errorOf(done.refusal) });
    } else if (done.receipt?.isRepeat === true) alreadyRecorded += 1;
    else recorded += 1;
  }
  return { rows: lines.length, recorded, alreadyRecorded, refused, errors };
}

function errorOf(refusal: Refusal): Omit<ReceiptRowError, 'line'> {
  const { code } = refusal;
  if (code !== 'idempotency-conflict')
    return { field: columnOf(refusedField(refusal)), code, reason: refusalReason(refusal) };
  const differing = refusal.fields.map(columnOf).join(', ');
  return { field: 'reference', code, reason: `was recorded with other content before; what differs: ${differing}` };
}

interface Line {
  readonly record: ReceiptCells;
  readonly info: { readonly lines: number };
}

function readLines(text: string): readonly Line[] {
  if (text.includes('\uFFFD')) throw new Unreadable('', 'the file holds bytes that are not UTF-8; save it as UTF-8');
  try {
    const options = { record_delimiter: ['\r\n', '\n'], skip_empty_lines: true };
    return parse(text, { bom: true, columns: checkColumns, info: true, ...options });
  } catch (error) {
    // A message of the parser may quote a cell, which is nobody's to repeat.
    if (error instanceof CsvError)
      throw new Unreadable('', `the file is not CSV: ${error.message.replace(/, value is .*/s, '')}`);
    throw error;
  }
}

/** Columns that every file has. */
const NEEDED = RECEIPT_COLUMNS.filter((column) => !['force', 'reverses', 'illustrative'].includes(column));

function checkColumns(header: readonly string[]): string[] {
  const stray = header.find((name, i) => !RECEIPT_COLUMNS.some((each) => each === name) || header.indexOf(name) !== i);
  if (stray !== undefined) {
    const known = RECEIPT_COLUMNS.join(', ');
    throw new Unreadable('line 1', `"${stray}" is no column, or is there twice; the columns are ${known}`);
  }
  const missing = NEEDED.filter((column) => !header.includes(column));
  if (missing.length > 0) throw new Unreadable('line 1', `these columns are missing: ${missing.join(', ')}`);
  return [...header];
}
