import { DIMENSIONS } from '../../../projections/totals.js';
import type { AnswerRow, TotalsAnswer } from '../../../projections/answers.js';
import { formatAmount, formatMoment } from '../../web/formatting.js';
import { ruleWords, versionsOf } from '../../web/rule-words.js';
import { tableText } from '../../web/terminal.js';
import { viewWords } from '../../web/view-words.js';

/** Totals for a terminal. */
export function totalsText({ asAt, incompleteSince, query, rows, rules, view }: TotalsAnswer): string {
  const dimensions = DIMENSIONS.filter((name) => name !== 'measure' && query.by.includes(name));
  const cells = (row: AnswerRow): readonly string[] => [
    row.collaboration,
    row.measure,
    ...dimensions.map((name) => row[name] ?? ''),
    formatAmount(row.amount, row.measuredIn),
    versionsOf(row.measure, rules),
    row.labels.join(', '),
  ];
  const known =
    asAt.knownAt === null
      ? 'Nothing is recorded yet.'
      : `As of entry ${asAt.entry}, known at ${formatMoment(asAt.knownAt)}.`;
  const gap =
    incompleteSince === undefined ? '' : `\nINCOMPLETE since entry ${incompleteSince}: run "tallystick doctor".`;
  const head = ['collaboration', 'measure', ...dimensions, 'amount', 'rule', 'labels'];
  const seen = view === undefined ? '' : `\n${viewWords(view)}`;
  const table = tableText([head, ...rows.map(cells)], new Set([head.length - 3]));
  return `${known}${gap}${seen}\n\n${table}\n\nCounted under: ${ruleWords(rules)}.`;
}
