import type { AnsweredClaims, ClaimsAnswer } from '../../ledger/answer-claims.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { formatAmount } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import { viewQuestion, type AskedOfPage, type QuestionView } from './page-form.js';

/** Claims beside what is distinct, as their page shows them. */
export interface ClaimsView extends QuestionView {
  readonly asAt: AsAtView;
  readonly labels: readonly LabelView[];
  readonly rows: readonly RowView[];
  /** Measures that are left out, because they are not added up; `null` when there is none. */
  readonly notAdded: string | null;
}

interface RowView {
  readonly title: string;
  readonly labels: readonly LabelView[];
  /** Whether anything in it is claimed more than once. */
  readonly isShared: boolean;
  readonly claimed: string;
  readonly distinct: string;
  readonly units: readonly { readonly name: string; readonly claimed: string; readonly credited: string }[];
}

/** Puts claims into words. It works nothing out: each amount is the answer's own. */
export function viewClaims(answer: ClaimsAnswer, asked: AskedOfPage): ClaimsView {
  const { asAt, query, labels, rows, notAdded = [] } = answer;
  const titles = notAdded.map((measure) => titleOf(measure, asked));
  return {
    ...viewQuestion(query, asked, '/claims', '/likely-duplicates'),
    asAt: viewAsAt(asAt, undefined),
    labels: viewLabels(labels),
    rows: rows.map((row) => viewRow(row, asked)),
    notAdded: titles.length === 0 ? null : titles.join('; '),
  };
}

function titleOf(measure: AnsweredClaims['measure'], { catalogue }: AskedOfPage): string {
  return catalogue.measures.get(measure)?.title ?? measure;
}

function viewRow(row: AnsweredClaims, asked: AskedOfPage): RowView {
  const { measure, measuredIn, claimed, distinct, byUnit, labels } = row;
  return {
    title: titleOf(measure, asked),
    labels: viewLabels(labels),
    isShared: byUnit.some((unit) => unit.claimed !== unit.credited),
    claimed: formatAmount(claimed, measuredIn),
    distinct: formatAmount(distinct, measuredIn),
    units: byUnit.map((unit) => ({
      name: asked.names.unit(unit.unit),
      claimed: formatAmount(unit.claimed, measuredIn),
      credited: formatAmount(unit.credited, measuredIn),
    })),
  };
}
