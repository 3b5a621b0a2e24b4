import type { StatementAnswer, StatementAnswerLine } from '../../../projections/answers.js';
import { byCodeUnit } from '../../domain/identifiers.js';
import type { MeasureId } from '../../domain/identifiers.js';
import { formatAmount, formatPeriod } from '../../web/formatting.js';
import { inBrackets, viewLabels, type LabelView } from '../../web/label-words.js';
import { layOutBars, type Chart } from './bars.js';

/** How each line splits over the forces, or over the units: a chart for each line, and one table that says the same. */
export interface SplitView {
  readonly by: 'force' | 'unit';
  readonly heading: string;
  readonly who: string;
  readonly caption: string;
  readonly charts: readonly ChartView[];
  readonly columns: readonly ColumnView[];
  readonly rows: readonly RowView[];
  /** What the line proves as a whole: the same figure as in the statement, not a sum made for the table. */
  readonly whole: RowView;
}

export interface ChartView extends Chart {
  readonly id: string;
  readonly title: string;
  readonly labels: readonly LabelView[];
  readonly name: string;
  readonly description: string;
}

interface ColumnView {
  readonly title: string;
  readonly labels: readonly LabelView[];
}

interface RowView {
  readonly name: string;
  /** One for each column; `null` where nothing was ever posted, which is not the same as nought. */
  readonly cells: readonly ({ readonly figure: string; readonly href: string } | null)[];
}

/** What a statement is split by: where a line keeps the parts, what they are called and where their figures lead. */
export interface SplitBy<Id extends string> {
  readonly by: 'force' | 'unit';
  partsOf(line: StatementAnswerLine): readonly { readonly id: Id; readonly amount: bigint }[];
  nameOf(id: Id): string;
  hrefOf(measure: MeasureId, id?: Id): string;
}

const WORDS = {
  force: { heading: 'By force', who: 'Force', whole: 'All forces' },
  unit: { heading: 'By regional unit', who: 'Regional unit', whole: 'All regional units' },
} as const;

/** Lays out one split. Parts keep one order, that of their ids, in every chart and in the table. */
export function viewSplit<Id extends string>(split: SplitBy<Id>, answer: StatementAnswer): SplitView {
  const { lines } = answer;
  const { heading, who, whole } = WORDS[split.by];
  const ids = [...new Set(lines.flatMap((line) => split.partsOf(line).map(({ id }) => id)))].sort(byCodeUnit);
  return {
    by: split.by,
    heading,
    who,
    caption: `${heading}, ${formatPeriod(answer)}${inBrackets(answer.labels)}`,
    charts: lines.map((line, i) => viewChart(split, line, ids, `${split.by}-chart-${i + 1}`)),
    columns: lines.map(({ title, labels }) => ({ title, labels: viewLabels(labels) })),
    rows: ids.map((id) => ({ name: split.nameOf(id), cells: lines.map((line) => viewCell(split, line, id)) })),
    whole: { name: whole, cells: lines.map((line) => cell(line.proved, line, split.hrefOf(line.measure))) },
  };
}

function viewChart<Id extends string>(
  split: SplitBy<Id>,
  line: StatementAnswerLine,
  ids: readonly Id[],
  id: string,
): ChartView {
  const { title, labels, measuredIn } = line;
  const bars = ids.map((part) => {
    const amount = split.partsOf(line).find((each) => each.id === part)?.amount;
    const figure = amount === undefined ? 'none recorded' : formatAmount(amount, measuredIn);
    return { name: split.nameOf(part), amount: amount ?? 0n, figure };
  });
  return {
    ...layOutBars(bars),
    id,
    title,
    labels: viewLabels(labels),
    name: `${title}, ${WORDS[split.by].heading.toLowerCase()}${inBrackets(labels)}`,
    description: `${bars.map(({ name, figure }) => `${name}: ${figure}`).join('; ')}.`,
  };
}

function viewCell<Id extends string>(split: SplitBy<Id>, line: StatementAnswerLine, id: Id) {
  const part = split.partsOf(line).find((each) => each.id === id);
  return part === undefined ? null : cell(part.amount, line, split.hrefOf(line.measure, id));
}

function cell(amount: bigint, { measuredIn }: StatementAnswerLine, href: string) {
  return { figure: formatAmount(amount, measuredIn), href };
}
