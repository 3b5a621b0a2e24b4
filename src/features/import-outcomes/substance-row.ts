import type { Parsed } from '../../domain/money.js';
import { parseQuantity, QUANTITY_UNITS } from '../../domain/outcome/quantity.js';
import { parsePence } from '../../web/cells.js';
import type { ReadCell } from './cells.js';
import type { Column } from './columns.js';

type Wire = Record<string, unknown>;
type Cell = (column: Column) => string;

/** The columns that tell of a substance. Several substances stand in each of them with a semicolon between; a part that does not apply is left empty. */
const OF_A_SUBSTANCE: readonly Column[] = [
  'substance',
  'form',
  'quantity',
  'quantity_unit',
  'amount_gbp',
  'valuation_basis',
  'purity_percent',
  'valuation_source',
  'valued_on',
];

/** Reads the substances of one seizure: one, as cells without a semicolon tell it, or several: `cocaine;cannabis`, `27;12`, `g;plants`, `1113.37;`. */
export function substancesOf(cell: Cell, read: ReadCell): readonly Wire[] {
  if (!cell('substance').includes(';')) return [substanceOf(cell, read)];
  const parts = new Map(OF_A_SUBSTANCE.map((column) => [column, cell(column) === '' ? [] : cell(column).split(';')]));
  const count = parts.get('substance')?.length ?? 0;
  const uneven = [...parts].filter(([, told]) => told.length !== count && told.length !== 0);
  for (const [column, told] of uneven) {
    const reason = `has ${told.length} parts between semicolons, and "substance" has ${count}`;
    read(column, { ok: false, reason });
  }
  // What stands beside what is not known then; the row is refused for it.
  if (uneven.length > 0) return [];
  return Array.from({ length: count }, (_, i) => substanceOf((column) => (parts.get(column)?.[i] ?? '').trim(), read));
}

/** In the place of a quantity that could not be read, of which one error is enough; the row is refused for it. */
const NO_QUANTITY = { quantity: 0, quantityIn: 'milligrams' };

/** A substance without an amount was not valued, which is not the same as being worth nothing. */
function substanceOf(cell: Cell, read: ReadCell): Wire {
  const isKnownUnit = QUANTITY_UNITS.includes(cell('quantity_unit'));
  const quantity = read(
    isKnownUnit ? 'quantity' : 'quantity_unit',
    parseQuantity(cell('quantity'), cell('quantity_unit')),
  );
  const substance: Wire = { substance: cell('substance'), form: cell('form'), ...(quantity ?? NO_QUANTITY) };
  const pence = cell('amount_gbp') === '' ? undefined : read('amount_gbp', parsePence(cell('amount_gbp')));
  if (pence !== undefined) substance['amountPence'] = pence;
  if (cell('valuation_basis') !== '') substance['valuationBasis'] = cell('valuation_basis');
  if (cell('valuation_source') !== '') substance['valuationSource'] = cell('valuation_source');
  if (cell('valued_on') !== '') substance['valuedOn'] = cell('valued_on');
  const purity =
    cell('purity_percent') === '' ? undefined : read('purity_percent', parsePercent(cell('purity_percent')));
  if (purity !== undefined) substance['purityPermille'] = purity;
  return substance;
}

/** Reads a share of a hundred, to a tenth: `45.5` is 455 in a thousand. */
function parsePercent(given: string): Parsed<number> {
  const [, whole = '', tenths = '0'] = /^(\d{1,3})(?:\.(\d))?$/.exec(given) ?? [];
  const permille = parseInt(whole + tenths, 10);
  return whole !== '' && permille <= 1000
    ? { ok: true, value: permille }
    : { ok: false, reason: `"${given}" is not a percentage from 0 to 100, to a tenth at most` };
}
