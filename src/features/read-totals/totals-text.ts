import { DIMENSIONS } from '../../../projections/totals.js';
import type { AnswerRow, TotalsAnswer } from '../../../projections/answers.js';
import type { ViewSaid } from '../../../projections/views.js';
import { formatAmount, formatMoment } from '../../web/formatting.js';
import { tableText } from '../../web/terminal.js';

/** Totals for a terminal. */
export function totalsText({ asAt, incompleteSince, query, rows, view }: TotalsAnswer): string {
  const dimensions = DIMENSIONS.filter((name) => name !== 'measure' && query.by.includes(name));
  const cells = (row: AnswerRow): readonly string[] => [
    row.collaboration,
    row.measure,
    ...dimensions.map((name) => row[name] ?? ''),
    formatAmount(row.amount, row.measuredIn),
    row.labels.join(', '),
  ];
  const known =
    asAt.knownAt === null
      ? 'Nothing is recorded yet.'
      : `As of entry ${asAt.entry}, known at ${formatMoment(asAt.knownAt)}.`;
  const gap =
    incompleteSince === undefined ? '' : `\nINCOMPLETE since entry ${incompleteSince}: run "tallystick doctor".`;
  const head = ['collaboration', 'measure', ...dimensions, 'amount', 'labels'];
  return `${known}${gap}${view === undefined ? '' : `\n${viewText(view)}`}\n\n${tableText([head, ...rows.map(cells)], new Set([head.length - 2]))}`;
}

/** Amounts of a view are not the ledger's own, and say so. */
function viewText({ view, baseYear, deflators, discount }: ViewSaid): string {
  const by = deflators && `deflators of ${deflators.source}, ${deflators.publishedOn}`;
  const made = deflators?.illustrative === true ? ' (ILLUSTRATIVE)' : '';
  const parts = [by && `${by}${made}`, discount && `discounted ${discount}`].filter((part) => part !== undefined);
  return `NOT NOMINAL: ${view.join(' and ')} on ${baseYear}; ${parts.join('; ')}.`;
}
