import type { ReconciledFigure, ReconciliationsAnswer } from '../../../projections/reconciliation-answer.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { capitalised, formatAmount } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import type { Names } from '../../web/names.js';
import { viewVerdict, type VerdictView } from '../../web/verdict-words.js';
import { periodWords, provedWords, publishedWords, whoseWords } from './words.js';

/** Published figures against the entries, as their page shows them. */
export interface ReconciliationsView {
  readonly asAt: AsAtView;
  readonly labels: readonly LabelView[];
  readonly rows: readonly RowView[];
  readonly json: string;
  readonly now: string | null;
  readonly collaborations: readonly { readonly name: string; readonly href: string; readonly isShown: boolean }[];
}

interface RowView {
  readonly title: string;
  readonly whose: string;
  readonly period: string;
  readonly source: string;
  readonly isInside: boolean;
  readonly holds: string | null;
  readonly published: string;
  readonly isDisputed: boolean;
  readonly proved: string;
  readonly grades: readonly string[];
  readonly verdict: VerdictView;
  readonly labels: readonly LabelView[];
}

/** Puts reconciliations into words. `asked` is the point they were asked as at. */
export function viewReconciliations(
  answer: ReconciliationsAnswer,
  names: Names,
  asked: string | undefined,
  collaborations: readonly { readonly id: string; readonly name: string }[],
): ReconciliationsView {
  const { collaboration, asAt, incompleteSince, labels, figures } = answer;
  const query = new URLSearchParams({ collaboration, ...(asked !== undefined && { asAt: asked }) }).toString();
  return {
    asAt: viewAsAt(asAt, incompleteSince),
    labels: viewLabels(labels),
    rows: figures.map((figure) => viewRow(figure, names)),
    json: `/api/v1/reconciliations?${query}`,
    now: asked === undefined ? null : addressOf(collaboration),
    collaborations: collaborations.map(({ id, name }) => ({
      name,
      href: addressOf(id),
      isShown: id === collaboration,
    })),
  };
}

function addressOf(collaboration: string): string {
  return `/reconciliations?${new URLSearchParams({ collaboration }).toString()}`;
}

function viewRow(figure: ReconciledFigure, names: Names): RowView {
  const { title, published, measuredIn, byGrade, contains, within, verdict, because, labels } = figure;
  return {
    title,
    whose: whoseWords(figure, names),
    period: periodWords(figure),
    source: published.source,
    isInside: within !== null,
    holds:
      contains.length === 0
        ? null
        : contains.length === 1
          ? 'Contains one other figure, which is a part of it'
          : `Contains ${contains.length} other figures, which are parts of it`,
    published: publishedWords(figure),
    isDisputed: published.disputed,
    proved: capitalised(provedWords(figure)),
    grades: byGrade.map(({ grade, amount }) => `${grade} ${formatAmount(amount, measuredIn)}`),
    verdict: viewVerdict(verdict, because),
    labels: viewLabels(labels),
  };
}
