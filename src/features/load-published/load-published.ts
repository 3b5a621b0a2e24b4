import type { PersonId } from '../../domain/identifiers.js';
import { recordPublishedFigure } from '../../domain/published-figure/record-published-figure.js';
import { commandIdFor, figureIdFor, recordPublishedFigureContent } from '../../ledger/commands.js';
import { executeNew } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { publishedFigure } from '../../ledger/published-figure.js';
import { figureStream } from '../../ledger/streams.js';
import { tableOf, type TableRow } from '../../web/csv-table.js';
import { rowErrorOf, type ImportError } from '../../web/import-report.js';
import {
  columnOf,
  OPTIONAL_COLUMNS,
  PUBLISHED_COLUMNS,
  readPublishedRow,
  type PublishedColumn,
  type PublishedRow,
} from './published-row.js';

/** What loading came to: figures new, figures there already, and each bad row by line, column and reason. */
export interface PublishedReport {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly errors: readonly ImportError[];
}

type Line = TableRow<PublishedColumn>;

/**
 * Loads published figures from a CSV file, row by row: a good row is recorded whatever becomes of the others. The same file twice records nothing
 * twice. Throws `Unreadable` when the file is not CSV, has a column that is not known or lacks one that every figure needs.
 */
export async function loadPublished(
  ledger: Ledger,
  bytes: AsyncIterable<Uint8Array>,
  actor: PersonId,
): Promise<PublishedReport> {
  const errors: ImportError[] = [];
  let recorded = 0;
  let alreadyRecorded = 0;
  const lines = await tableOf(bytes, { columns: PUBLISHED_COLUMNS, optional: OPTIONAL_COLUMNS });
  for (const { line, cell, ragged } of containersFirst(lines)) {
    const row = ragged === undefined ? readPublishedRow(cell) : { field: 'row', reason: ragged };
    const result =
      'field' in row ? { ...row, code: 'malformed-request' as const } : await recordRow(ledger, row, actor);
    if (result === 'recorded') recorded += 1;
    else if (result === 'already') alreadyRecorded += 1;
    else errors.push({ line, ...result });
  }
  errors.sort((a, b) => a.line - b.line);
  return { rows: lines.length, recorded, alreadyRecorded, errors };
}

/** The rows in an order in which each comes after the one that contains it, wherever it stands in the file; rows in a circle come last. */
function containersFirst(lines: readonly Line[]): readonly Line[] {
  const nameOf = ({ cell }: Line): string => `${cell('collaboration')} ${cell('reference')}`;
  const containerOf = ({ cell }: Line): string => `${cell('collaboration')} ${cell('within')}`;
  const ordered: Line[] = [];
  let waiting = lines;
  while (waiting.length > 0) {
    const named = new Set(waiting.map(nameOf));
    const { ready = [], held = [] } = Object.groupBy(waiting, (line) =>
      named.has(containerOf(line)) ? 'held' : 'ready',
    );
    ordered.push(...(ready.length === 0 ? held : ready));
    waiting = ready.length === 0 ? [] : held;
  }
  return ordered;
}

type RowResult = 'recorded' | 'already' | Omit<ImportError, 'line'>;

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
  if (!done.ok) return rowErrorOf(done.refusal, columnOf);
  return done.receipt?.isRepeat === true ? 'already' : 'recorded';
}
