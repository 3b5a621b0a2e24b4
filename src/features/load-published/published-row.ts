import { slugWords, type CollaborationId } from '../../domain/identifiers.js';
import { parseSlug } from '../../domain/identifiers.js';
import { parsePounds, type Parsed } from '../../domain/money.js';
import { publishedFigureShape, type PublishedFigure } from '../../domain/published-figure/events.js';
import { toJsonInteger, Unreadable } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { figureIdFor, commandIdFor } from '../../ledger/commands.js';

import { MEASURE_WORDS } from './measure-words.js';

export const PUBLISHED_COLUMNS = [
  'reference',
  'within',
  'collaboration',
  'unit',
  'operation',
  'measure',
  'amount',
  'unit_of_measure',
  'bound',
  'period_from',
  'period_to',
  'force',
  'source',
  'disputed',
] as const;
export type PublishedColumn = (typeof PUBLISHED_COLUMNS)[number];
/** Those that a file may leave out. */
export const OPTIONAL_COLUMNS: readonly PublishedColumn[] = [
  'within',
  'unit',
  'operation',
  'period_from',
  'period_to',
  'force',
  'disputed',
];

/** A row that can be put to the ledger: the reference that names it in its file, the figure, and the unit it was given in. */
export interface PublishedRow {
  readonly reference: string;
  readonly figure: PublishedFigure;
  readonly measuredIn: string;
}

export interface RowError {
  readonly field: string;
  readonly reason: string;
}

const COLUMN_OF: Readonly<Record<string, string>> = { from: 'period_from', to: 'period_to' };

/** The column from which a field of a figure was read. */
export function columnOf(field: string): string {
  return COLUMN_OF[field] ?? field;
}

/** Reads a row of a file of published figures. `GBP` becomes whole pence; everything else is a whole number of what the measure counts. */
export function readPublishedRow(cell: (column: PublishedColumn) => string): PublishedRow | RowError {
  const collaboration = parseSlug<CollaborationId>(cell('collaboration'));
  if (collaboration === undefined)
    return {
      field: 'collaboration',
      reason: `has to be ${slugWords('yorkshire-and-the-humber-joint-working')} (it is "${cell('collaboration')}")`,
    };
  const reference = cell('reference');
  if (reference === '') return { field: 'reference', reason: 'is blank; it names the figure within its collaboration' };
  const measuredIn = cell('unit_of_measure') === 'GBP' ? 'pence' : cell('unit_of_measure');
  const amount = parseAmount(cell('amount'), measuredIn);
  if (!amount.ok) return { field: 'amount', reason: amount.reason };
  if (!['', 'yes', 'no'].includes(cell('disputed'))) return { field: 'disputed', reason: 'has to be yes or no' };
  const wire = {
    amount: amount.value,
    bound: cell('bound'),
    collaboration,
    disputed: cell('disputed') === 'yes',
    measure: MEASURE_WORDS.get(cell('measure')) ?? cell('measure'),
    source: cell('source'),
    ...present('force', cell('force')),
    ...present('from', cell('period_from')),
    ...present('operation', cell('operation')),
    ...present('to', cell('period_to')),
    ...present('unit', cell('unit')),
    ...present('within', containing(collaboration, cell('within'))),
  };
  try {
    return { reference, figure: fromWire(publishedFigureShape, wire), measuredIn };
  } catch (error) {
    if (error instanceof Unreadable) return { field: columnOf(error.field), reason: error.reason };
    throw error;
  }
}

/** A row names the row that contains it by reference; the figure's id follows from that. */
function containing(collaboration: CollaborationId, reference: string): string | undefined {
  return reference === '' ? undefined : figureIdFor(commandIdFor(collaboration, 'figure', reference));
}

function parseAmount(given: string, measuredIn: string): Parsed<number> {
  if (measuredIn === 'pence') {
    const pence = parsePounds(given);
    return pence.ok ? { ok: true, value: toJsonInteger(pence.value) } : pence;
  }
  const isWhole = /^-?\d{1,15}$/.test(given);
  return isWhole
    ? { ok: true, value: parseInt(given, 10) }
    : { ok: false, reason: `"${given}" is not a whole number of ${measuredIn}` };
}

function present(name: string, value: string | undefined): Readonly<Record<string, string>> {
  return value === undefined || value === '' ? {} : { [name]: value };
}
