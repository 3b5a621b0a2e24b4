import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import type { Catalogue } from '../../domain/measure/catalogue.js';
import type { ClaimsQuestion } from '../../ledger/answer-claims.js';
import { viewForm, type FormView, type Typed } from '../../web/asked-form.js';
import { typedDays } from '../../web/days-asked.js';
import { formatDay, formatPeriod } from '../../web/formatting.js';
import type { Names } from '../../web/names.js';
import { addressOf } from '../../web/page-address.js';

/** The fields of the form beside the two days, with their labels. */
export const FIELDS = { collaboration: 'Collaboration', asAt: 'As at' } as const;

export type Field = keyof typeof FIELDS;

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
  readonly isShown: true;
  readonly period: string;
  readonly form: FormView<Typed<Field>>;
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
  const asked = { collaboration, from, to, asAt };
  const typed = { collaboration, asAt: asAt ?? '', ...typedDays(question) };
  return {
    isShown: true,
    period: periodWords(question),
    form: viewForm({ typed, mistakes: [] }, collaborations),
    now: asAt === undefined ? null : addressOf(page, { ...asked, asAt: undefined }),
    json: addressOf(`/api/v1${page}`, asked),
    other: addressOf(other, asked),
  };
}

function periodWords({ from, to }: ClaimsQuestion): string {
  if (from !== undefined && to !== undefined) return formatPeriod({ from, to });
  if (from !== undefined) return `From ${formatDay(from)} on`;
  return to === undefined ? 'All days' : `Before ${formatDay(to)}`;
}
