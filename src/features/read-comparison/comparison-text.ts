import type { Comparison, ComparisonAnswer, Side } from '../../../projections/comparison.js';
import { formatPounds } from '../../domain/money.js';
import { formatMoment, formatPeriod } from '../../web/formatting.js';
import { tableText } from '../../web/terminal.js';

const HEAD = [
  'unit',
  'outcome line',
  'regional',
  'local',
  'local less regional',
  'regional by local',
  'entries',
  'labels',
];
const AMOUNTS = new Set([2, 3, 4, 5]);

/** Comparisons for a terminal. What nobody recorded shows as such, and never as 0. */
export function comparisonText({ asAt, incompleteSince, query, comparisons }: ComparisonAnswer): string {
  const known =
    asAt.knownAt === null
      ? 'Nothing is recorded yet.'
      : `As of entry ${asAt.entry}, known at ${formatMoment(asAt.knownAt)}.`;
  const gap =
    incompleteSince === undefined ? '' : `\nINCOMPLETE since entry ${incompleteSince}: run "tallystick doctor".`;
  const title = `Regional against local, ${query.collaboration}, ${formatPeriod(query)}`;
  return `${title}\n${known}${gap}\n\n${tableText([HEAD, ...comparisons.map(cells)], AMOUNTS)}`;
}

function cells({ unit, measure, regional, local, difference, ratio, labels }: Comparison): readonly string[] {
  return [
    unit,
    measure ?? 'all its work',
    recorded(regional),
    recorded(local),
    difference === null ? '' : formatPounds(difference),
    ratio?.decimal ?? '',
    [...(regional?.restsOn ?? []), ...(local?.restsOn ?? [])].map(({ entry }) => entry).join(' '),
    labels.join(', '),
  ];
}

function recorded(side: Side | null): string {
  return side === null ? 'not recorded' : formatPounds(side.amount);
}
