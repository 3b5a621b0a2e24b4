import { parseCount, parsePence } from '../../web/cells.js';
import type { ReadCell } from './cells.js';
import type { Column } from './columns.js';

type Wire = Record<string, unknown>;
type Cell = (column: Column) => string;

/** What the cells of a saving say, as JSON. What is left empty and need not be told is absent. */
export function savingOf(cell: Cell, read: ReadCell): Wire {
  const saving: Wire = {
    nature: cell('nature'),
    recurrence: { is: cell('recurrence'), ...told(cell, { runsTo: 'runs_to', expectedTo: 'expected_to' }) },
    grossPence: read('gross_gbp', parsePence(cell('gross_gbp'))),
    investmentPence: read('investment_gbp', parsePence(cell('investment_gbp'))),
    budgetLine: cell('budget_line'),
    ...told(cell, { carriedFrom: 'carried_from' }),
  };
  if (cell('officer_minutes') !== '')
    saving['officerMinutes'] = read('officer_minutes', parseCount(cell('officer_minutes'))) ?? 0;
  const baseline: readonly Column[] = ['baseline_gbp', 'baseline_basis', 'baseline_on'];
  if (baseline.some((column) => cell(column) !== ''))
    saving['baseline'] = {
      amountPence: read('baseline_gbp', parsePence(cell('baseline_gbp'))),
      basis: cell('baseline_basis'),
      on: cell('baseline_on'),
    };
  return saving;
}

/** What the cells of a cost say, as JSON. */
export function costOf(cell: Cell, read: ReadCell): Wire {
  return {
    costType: cell('cost_type'),
    amountPence: read('amount_gbp', parsePence(cell('amount_gbp'))),
    ...told(cell, { runsTo: 'runs_to', measure: 'measure', budgetLine: 'budget_line' }),
  };
}

/** The cells that are not empty, under the names of their fields. */
function told(cell: Cell, columns: Readonly<Record<string, Column>>): Wire {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([field, column]) => (cell(column) === '' ? [] : [[field, cell(column)]])),
  );
}
