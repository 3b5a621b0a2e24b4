import { postingsBehind, type ListedOutcome } from '../../../projections/outcome-list.js';
import { partsOf, type Catalogue, type Measure } from '../../domain/measure/catalogue.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { LABELS, type Label } from '../../domain/posting.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { formatAmount, formatDay, formatPeriod, spaced } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { outcomeHeadline, recordedAmounts } from '../../web/outcome-words.js';
import type { Figure, FoundOutcomes } from './find-outcomes.js';
import { listAddress, type Filter } from './filter.js';

/** A page of outcomes in words. */
export interface ListView {
  readonly asAt: AsAtView;
  readonly labels: readonly LabelView[];
  readonly filters: readonly { readonly name: string; readonly value: string }[];
  /** What the outcomes of all pages come to, where one measure was asked for; `null` otherwise. */
  readonly figure: { readonly amount: string; readonly labels: readonly LabelView[] } | null;
  readonly showsCredit: boolean;
  readonly rows: readonly RowView[];
  /** The same list as known now, when this one is of the past. */
  readonly now: string | null;
  readonly isFirstPage: boolean;
  readonly first: string;
  readonly next: string | null;
  readonly withoutFilter: string | null;
}

interface RowView {
  readonly headline: string;
  readonly href: string;
  readonly day: string;
  readonly unit: string;
  readonly recorded: readonly string[];
  /** Its postings that are part of the figure; `null` where no measure was asked for. */
  readonly credited: readonly { readonly to: string; readonly amount: string }[] | null;
  readonly labels: readonly LabelView[];
  readonly isWithdrawn: boolean;
}

/** What was found, and what it takes to put it into words. One row more than a page holds says that there is a next page. */
export interface Found extends FoundOutcomes {
  readonly filter: Filter;
  readonly pageSize: number;
  readonly catalogue: Catalogue;
  readonly collaborationName: string | undefined;
  readonly names: Names;
}

/** Puts a page of outcomes into words. */
export function viewList(found: Found): ListView {
  const { filter, asAt, incompleteSince, rows, pageSize, figure, catalogue } = found;
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  const measure = filter.measure && catalogue.measures.get(filter.measure);
  return {
    asAt: viewAsAt(asAt, incompleteSince),
    labels: viewLabels(labelsOf(found)),
    filters: viewFilters(found),
    figure: figure === undefined ? null : viewFigure(figure, measure),
    showsCredit: filter.measure !== undefined,
    rows: shown.map((row) => viewRow(row, found)),
    now: filter.asAt === undefined ? null : listAddress(filter, { asAt: undefined, after: undefined }),
    isFirstPage: filter.after === undefined,
    first: listAddress(filter, { after: undefined }),
    next: rows.length > pageSize && last !== undefined ? listAddress(filter, { after: last.firstEntry }) : null,
    withoutFilter: isNarrow(filter) ? '/outcomes' : null,
  };
}

/** What has to be said of the figure, or of any outcome on the page. */
export function labelsOf({ figure, rows }: FoundOutcomes): readonly Label[] {
  const ofRows = rows.flatMap(({ outcome }) => (outcome.status === 'recorded' ? outcome.labels : []));
  const labels = new Set([...(figure?.labels ?? []), ...ofRows]);
  return LABELS.filter((label) => labels.has(label));
}

function viewFigure({ amount, labels }: Figure, measure: Measure | undefined): ListView['figure'] {
  return { amount: formatAmount(amount, measure?.measuredIn ?? 'count'), labels: viewLabels(labels) };
}

function viewFilters({ filter, collaborationName, catalogue, names }: Found): ListView['filters'] {
  const { collaboration, kind, measure, force, unit, from, to } = filter;
  const period = from !== undefined && to !== undefined ? formatPeriod({ from, to }) : undefined;
  // A figure is of the days on which something counted, which may be later than the outcome's own.
  const occurred = measure === undefined ? 'Occurred' : 'Counted';
  const words: readonly (readonly [string, string | undefined])[] = [
    ['Collaboration', collaboration && (collaborationName ?? collaboration)],
    ['Kind', kind && spaced(kind)],
    ['Measure', measure && (catalogue.measures.get(measure)?.title ?? measure)],
    ['Credited to', force && names.force(force)],
    ['Regional unit', unit && names.unit(unit)],
    [occurred, period],
    [`${occurred} from`, period === undefined ? from && formatDay(from) : undefined],
    [`${occurred} before`, period === undefined ? to && formatDay(to) : undefined],
  ];
  return words.flatMap(([name, value]) => (value === undefined ? [] : [{ name, value }]));
}

function viewRow({ id, outcome }: ListedOutcome, found: Found): RowView {
  if (outcome.status === 'unrecorded') throw new Error(`Outcome ${id} is listed but was never recorded.`);
  const { details } = outcome;
  const isWithdrawn = outcome.status === 'withdrawn';
  return {
    headline: outcomeHeadline(details),
    href: `/outcomes/${id}`,
    day: formatDay(details.occurredOn),
    unit: found.names.unit(details.unit, details.occurredOn),
    recorded: recordedAmounts(details),
    credited: found.filter.measure === undefined ? null : viewCredit(outcome, found),
    labels: viewLabels(isWithdrawn ? [] : outcome.labels),
    isWithdrawn,
  };
}

function viewCredit(outcome: Outcome, { filter, catalogue, names }: Found) {
  const measures = filter.measure === undefined ? [] : partsOf(catalogue, filter.measure);
  const counted = postingsBehind(outcome, { ...filter, measures });
  const isMixed = counted.some(({ measure }) => measure !== counted[0]?.measure);
  const isOneDay = counted.every(({ occurredOn }) => occurredOn === counted[0]?.occurredOn);
  return counted.map(({ measure, force, amount, occurredOn }) => {
    const { title, measuredIn } = catalogue.measures.get(measure) ?? { title: measure, measuredIn: 'count' as const };
    const to = [names.force(force), ...(isMixed ? [title] : []), ...(isOneDay ? [] : [formatDay(occurredOn)])];
    return { to: to.join(', '), amount: formatAmount(amount, measuredIn) };
  });
}

function isNarrow({ collaboration, kind, measure, force, unit, from, to, asAt }: Filter): boolean {
  return [collaboration, kind, measure, force, unit, from, to, asAt].some((part) => part !== undefined);
}
