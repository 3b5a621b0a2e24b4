import { CsvError } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { PersonId } from '../../domain/identifiers.js';
import { recordPublishedFigure } from '../../domain/published-figure/record-published-figure.js';
import { refusalReason, refusedField, type Refusal } from '../../domain/refusals.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { commandIdFor, figureIdFor, recordPublishedFigureContent } from '../../ledger/commands.js';
import { executeNew } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { publishedFigure } from '../../ledger/published-figure.js';
import { figureStream } from '../../ledger/streams.js';
import {
  columnOf,
  PUBLISHED_COLUMNS,
  readPublishedRow,
  type PublishedCells,
  type PublishedRow,
} from './published-row.js';

export interface PublishedError {
  readonly line: number;
  readonly field: string;
  readonly reason: string;
  readonly code: string;
}

/** What loading came to: figures new, figures there already, and each bad row by line, column and reason. */
export interface PublishedReport {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly errors: readonly PublishedError[];
}

interface Line {
  readonly record: PublishedCells;
  readonly info: { readonly lines: number };
}

/**
 * Loads published figures from CSV text, row by row: a good row is recorded whatever becomes of the others. The same file twice records nothing
 * twice. Throws `Unreadable` when the file is not CSV or has a column that is not known.
 */
export async function loadPublished(ledger: Ledger, text: string, actor: PersonId): Promise<PublishedReport> {
  const errors: PublishedError[] = [];
  let recorded = 0;
  let alreadyRecorded = 0;
  const lines = readLines(text);
  for (const { record, info } of containersFirst(lines)) {
    const row = readPublishedRow(record);
    const result = 'field' in row ? { ...row, code: 'malformed-request' } : await recordRow(ledger, row, actor);
    if (result === 'recorded') recorded += 1;
    else if (result === 'already') alreadyRecorded += 1;
    else errors.push({ line: info.lines, ...result });
  }
  errors.sort((a, b) => a.line - b.line);
  return { rows: lines.length, recorded, alreadyRecorded, errors };
}

/** The rows in an order in which each comes after the one that contains it, wherever it stands in the file; rows in a circle come last. */
function containersFirst(lines: readonly Line[]): readonly Line[] {
  const nameOf = ({ collaboration = '', reference = '' }: PublishedCells): string => `${collaboration} ${reference}`;
  const containerOf = ({ collaboration = '', within = '' }: PublishedCells): string => `${collaboration} ${within}`;
  const ordered: Line[] = [];
  let waiting = lines;
  while (waiting.length > 0) {
    const named = new Set(waiting.map(({ record }) => nameOf(record)));
    const ready = waiting.filter(({ record }) => !named.has(containerOf(record)));
    ordered.push(...(ready.length === 0 ? waiting : ready));
    waiting = ready.length === 0 ? [] : waiting.filter((line) => !ready.includes(line));
  }
  return ordered;
}

type RowResult = 'recorded' | 'already' | Omit<PublishedError, 'line'>;

async function recordRow(
  ledger: Ledger,
  { reference, figure, measuredIn }: PublishedRow,
  actor: PersonId,
): Promise<RowResult> {
  const { collaboration } = figure;
  const context = await ledger.agreements.contextFor(collaboration, ledger.now());
  if (context === undefined) {
    return {
      field: 'collaboration',
      reason: `there is no collaboration "${collaboration}"`,
      code: 'unknown-collaboration',
    };
  }
  const measure = context.catalogue.measures.get(figure.measure);
  if (measure !== undefined && measure.measuredIn !== measuredIn) {
    const reason = `${figure.measure} is measured in ${measure.measuredIn}, not in ${measuredIn}`;
    return { field: 'unit_of_measure', reason, code: 'malformed-request' };
  }
  const id = commandIdFor(collaboration, 'figure', reference);
  const command = { id, actor, content: recordPublishedFigureContent(figure) };
  const containing = await publishedFigure(ledger.store, figure.within);
  const decision = recordPublishedFigure(figure, { ...context, containing });
  const done = await executeNew(ledger, figureStream(figureIdFor(id)), command, decision);
  if (!done.ok) return refusedRow(done.refusal);
  return done.receipt?.isRepeat === true ? 'already' : 'recorded';
}

function refusedRow(refusal: Refusal): Omit<PublishedError, 'line'> {
  const { code } = refusal;
  if (code !== 'idempotency-conflict')
    return { field: columnOf(refusedField(refusal)), reason: refusalReason(refusal), code };
  const differing = refusal.fields.map(columnOf).join(', ');
  return {
    field: 'reference',
    reason: `was recorded with other content before; what differs: ${differing}`,
    code,
  };
}

function readLines(text: string): readonly Line[] {
  if (text.includes('\uFFFD')) throw new Unreadable('', 'the file holds bytes that are not UTF-8; save it as UTF-8');
  const columns = (header: readonly string[]): string[] => {
    const stray = header.find((name) => !PUBLISHED_COLUMNS.some((column) => column === name));
    if (stray !== undefined)
      throw new Unreadable('line 1', `there is no column "${stray}"; the columns are ${PUBLISHED_COLUMNS.join(', ')}`);
    const twice = header.find((name, i) => header.indexOf(name) !== i);
    if (twice !== undefined) throw new Unreadable('line 1', `the column "${twice}" is there twice`);
    return [...header];
  };
  try {
    return parse(text, {
      bom: true,
      columns,
      info: true,
      record_delimiter: ['\r\n', '\n'],
      skip_empty_lines: true,
    });
  } catch (error) {
    if (error instanceof CsvError) throw new Unreadable('', `the file is not CSV: ${error.message}`);
    throw error;
  }
}
