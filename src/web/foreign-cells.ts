import type { Parsed } from '../domain/money.js';
import { parseCount } from './cells.js';

/** The columns by which a row tells of foreign money, in files of outcomes as in those of stages. */
export const FOREIGN_COLUMNS = [
  'foreign_amount',
  'foreign_currency',
  'foreign_rate',
  'foreign_rate_on',
  'foreign_rate_source',
] as const;
export type ForeignColumn = (typeof FOREIGN_COLUMNS)[number];

/** The column of each field of foreign money. */
export const FOREIGN_FIELDS: Readonly<Record<string, ForeignColumn>> = {
  foreign: 'foreign_amount',
  'foreign.amount': 'foreign_amount',
  'foreign.currency': 'foreign_currency',
  'foreign.rate': 'foreign_rate',
  'foreign.rateOn': 'foreign_rate_on',
  'foreign.rateSource': 'foreign_rate_source',
};

/** Foreign money as JSON, absent where no cell tells of any. Whatever is told in part is given in part, so that what is missing is named and nothing is dropped. */
export function foreignIn(
  cell: (column: ForeignColumn) => string,
  read: <T>(column: ForeignColumn, parsed: Parsed<T>) => T | undefined,
): { readonly foreign?: object } {
  if (FOREIGN_COLUMNS.every((column) => cell(column) === '')) return {};
  const amount = read('foreign_amount', parseCount(cell('foreign_amount'), " of the currency's smallest unit"));
  return {
    foreign: {
      amount,
      currency: cell('foreign_currency'),
      rate: cell('foreign_rate'),
      rateOn: cell('foreign_rate_on'),
      rateSource: cell('foreign_rate_source'),
    },
  };
}
