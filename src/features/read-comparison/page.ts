import type { Comparison, ComparisonAnswer, Side } from '../../../projections/comparison.js';
import type { Catalogue } from '../../domain/measure/catalogue.js';
import { formatPounds } from '../../domain/money.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { formatPeriod } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { addressOf } from '../../web/page-address.js';

/** Comparisons in words. */
export interface ComparisonView {
  readonly asAt: AsAtView;
  readonly now: string | null;
  readonly period: string;
  readonly rows: readonly RowView[];
  readonly json: string;
}

interface RowView {
  readonly unit: string;
  readonly line: string;
  /** `null` where nobody recorded it. */
  readonly regional: SideView | null;
  readonly local: SideView | null;
  readonly difference: string | null;
  readonly ratio: string | null;
  readonly labels: readonly LabelView[];
}

interface SideView {
  readonly amount: string;
  readonly shares: readonly string[];
  readonly restsOn: readonly { readonly entry: string; readonly href: string }[];
}

/** What it takes to put comparisons into words. */
export interface Words {
  readonly names: Names;
  readonly catalogue: Catalogue;
  /** The `asAt` that was asked for, as it was given. */
  readonly asked: string | undefined;
}

/** Puts comparisons into words. It works nothing out: each amount, difference and ratio is the answer's own. */
export function viewComparison(answer: ComparisonAnswer, words: Words): ComparisonView {
  const { asAt, incompleteSince, query, comparisons } = answer;
  return {
    asAt: viewAsAt(asAt, incompleteSince),
    now: words.asked === undefined ? null : addressOf('/comparisons', { ...query }),
    period: formatPeriod(query),
    rows: comparisons.map((each) => viewRow(each, words)),
    json: addressOf('/api/v1/comparisons', { ...query, asAt: words.asked }),
  };
}

function viewRow(row: Comparison, words: Words): RowView {
  const { unit, measure, regional, local, difference, ratio, labels } = row;
  return {
    unit: words.names.unit(unit),
    line: measure === null ? 'All its work' : (words.catalogue.measures.get(measure)?.title ?? measure),
    regional: viewSide(regional, words),
    local: viewSide(local, words),
    difference: difference === null ? null : formatPounds(difference),
    ratio: ratio?.decimal ?? null,
    labels: viewLabels(labels),
  };
}

function viewSide(side: Side | null, { names }: Words): SideView | null {
  if (side === null) return null;
  return {
    amount: formatPounds(side.amount),
    shares: side.byForce.map(({ force, amount }) => `${names.force(force)} ${formatPounds(amount)}`),
    restsOn: side.restsOn.map(({ outcomeId, entry }) => ({ entry: entry.toString(), href: `/outcomes/${outcomeId}` })),
  };
}
