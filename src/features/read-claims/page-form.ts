import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import type { Catalogue } from '../../domain/measure/catalogue.js';
import type { ClaimsQuestion } from '../../ledger/answer-claims.js';
import { formatDay, formatPeriod } from '../../web/formatting.js';
import type { Names } from '../../web/names.js';

/** What was asked of a page beside its question, and what it takes to put the answer into words. */
export interface AskedOfPage {
  readonly names: Names;
  readonly catalogue: Catalogue;
  readonly collaborations: readonly Collaboration[];
  /** The point that was asked for, as it was given. */
  readonly asAt: string | undefined;
}

/** What a page shows of the question: in words, in the form that asks anew, and in addresses. */
export interface QuestionView {
  readonly period: string;
  readonly form: {
    readonly items: readonly { readonly value: string; readonly text: string; readonly selected: boolean }[];
    readonly from: string;
    readonly to: string;
    readonly asAt: string;
  };
  /** The same page as it stands now; `null` where it shows that. */
  readonly now: string | null;
  readonly json: string;
  /** The other of the two pages, with the same question. */
  readonly other: string;
}

/** Puts a question into words. `page` and `other` are the addresses of the two pages. */
export function viewQuestion(
  question: ClaimsQuestion,
  { collaborations, asAt }: AskedOfPage,
  page: string,
  other: string,
): QuestionView {
  const { collaboration, from, to } = question;
  const words = { collaboration, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  const asked = new URLSearchParams({ ...words, ...(asAt !== undefined && { asAt }) }).toString();
  return {
    period: periodWords(question),
    form: {
      items: collaborations.map(({ id, name }) => ({ value: id, text: name, selected: id === collaboration })),
      from: from ?? '',
      to: to ?? '',
      asAt: asAt ?? '',
    },
    now: asAt === undefined ? null : `${page}?${new URLSearchParams(words).toString()}`,
    json: `/api/v1${page}?${asked}`,
    other: `${other}?${asked}`,
  };
}

function periodWords({ from, to }: ClaimsQuestion): string {
  if (from !== undefined && to !== undefined) return formatPeriod({ from, to });
  if (from !== undefined) return `From ${formatDay(from)} on`;
  return to === undefined ? 'All days' : `Before ${formatDay(to)}`;
}
