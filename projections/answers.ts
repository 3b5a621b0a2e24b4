import { firstOf, isWithin, type CivilDate, type Period } from '../src/domain/civil-date.js';
import { checked, type Checked } from '../src/domain/decision.js';
import type { CollaborationId, ForceId, Grade, MeasureId, UnitId } from '../src/domain/identifiers.js';
import type { Catalogue } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';
import { rulesBehind, type RuleNamed } from './counting-rules.js';
import { chooseMeasures, type Shown } from './measure-choice.js';
import type { FigureOnRecord } from './published-figures.js';
import { benefitsRealised, type ProvedLine, type Statement } from './statement.js';
import { viewStatement } from './statement-view.js';
import { saidOf, viewTotals, type View, type ViewName, type ViewSaid } from './views.js';
import { DIMENSIONS, groupTotals, type Dimension, type Total, type TotalRow } from './totals.js';
import type { Because, Verdict } from './verdict.js';

/** The entry that an answer is as of, and when the ledger knew all of it. */
export interface AnswerAsAt {
  readonly entry: number;
  readonly knownAt: string | null;
}

/** What was asked of the totals. It stands in the answer, so that an auditor can ask the same of an export. */
export interface TotalsQuestion {
  readonly by: readonly Dimension[];
  readonly collaboration?: CollaborationId;
  readonly measure?: readonly MeasureId[];
  readonly force?: ForceId;
  readonly unit?: UnitId;
  readonly grade?: Grade;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
  /** Ways to look at the money, and the financial year on which they look; both or neither. */
  readonly view?: readonly ViewName[];
  readonly baseYear?: string;
}

/** A row of an answer: always its collaboration, measure and unit of measure, then the dimensions that were asked for. */
export type AnswerRow = Omit<TotalRow, 'rules'> & { readonly measuredIn: MeasuredIn };

export interface TotalsAnswer {
  readonly asAt: AnswerAsAt;
  /** The first entry that could not be counted, while one cannot: the figures stand still before it. */
  readonly incompleteSince?: number;
  readonly query: TotalsQuestion;
  /** By which view the amounts are seen; absent where they are the ledger's own. */
  readonly view?: ViewSaid;
  readonly labels: readonly Label[];
  /** The versions of the rules that the figures were counted under. */
  readonly rules: readonly RuleNamed[];
  /** Measures that nobody asked for by name, and that are not added up as the answer adds: ask for each by itself. */
  readonly notAdded?: readonly MeasureId[];
  readonly rows: readonly AnswerRow[];
}

/** Answers a question from the totals of its period. Refuses what `chooseMeasures` refuses and, by a view, what `viewTotals` does. */
export function answerTotals(
  question: TotalsQuestion,
  asAt: AnswerAsAt,
  catalogue: Catalogue,
  totals: Iterable<Total>,
): Checked<TotalsAnswer> {
  const chosen = chooseMeasures(question, catalogue);
  if (!chosen.ok) return chosen;
  const { shown, notAdded } = chosen.value;
  const posted = new Set(shown.map((each) => each.posted));
  const wanted = [...totals].filter((total) => isWanted(total, question) && posted.has(total.measure));
  const view = viewIn(question);
  const seen = view === undefined ? checked(wanted) : viewTotals(view, catalogue, wanted);
  if (!seen.ok) return seen;
  const rows = groupTotals(showAs(seen.value, shown), question.by);
  const answer = toAnswer(question, asAt, catalogue, rows, notAdded);
  return checked(view === undefined ? answer : { ...answer, view: saidOf(view, catalogue) });
}

/** The view that a question asks for. */
export function viewIn({ view, baseYear }: Pick<TotalsQuestion, 'view' | 'baseYear'>): View | undefined {
  return view === undefined || baseYear === undefined ? undefined : { view, baseYear };
}

/** Puts rows into the form of an answer. */
export function toAnswer(
  question: TotalsQuestion,
  asAt: AnswerAsAt,
  catalogue: Catalogue,
  rows: readonly TotalRow[],
  notAdded: readonly MeasureId[],
): TotalsAnswer {
  const measured = rows.map((row) => measuredRow(row, catalogue));
  return {
    asAt,
    query: question,
    labels: LABELS.filter((label) => rows.some(({ labels }) => labels.includes(label))),
    rules: rulesBehind(rows, catalogue, question),
    ...(notAdded.length > 0 && { notAdded }),
    rows: measured,
  };
}

/** Totals under the names of the measures that were asked for; a part of two of them counts in each. */
function showAs(totals: readonly Total[], shown: readonly Shown[]): readonly Total[] {
  return totals.flatMap((total) =>
    shown
      .filter(({ posted, from, to }) => posted === total.measure && isWithin(firstOf(total.month), from, to))
      .map(({ as }) => ({ ...total, measure: as })),
  );
}

function isWanted(total: Total, { collaboration, force, unit, grade }: TotalsQuestion): boolean {
  return (
    (collaboration === undefined || total.collaboration === collaboration) &&
    (force === undefined || total.force === force) &&
    (unit === undefined || total.unit === unit) &&
    (grade === undefined || total.grade === grade)
  );
}

function measuredRow(
  { collaboration, measure, amount, labels, rules: _, ...dimensions }: TotalRow,
  catalogue: Catalogue,
): AnswerRow {
  const measuredIn = catalogue.measures.get(measure)?.measuredIn ?? 'count';
  return { collaboration, measure, measuredIn, ...dimensions, amount, labels };
}

export interface StatementAnswer {
  readonly collaboration: CollaborationId;
  readonly from: CivilDate;
  readonly to: CivilDate;
  readonly asAt: AnswerAsAt;
  /** The first entry that could not be counted, while one cannot: the figures stand still before it. */
  readonly incompleteSince?: number;
  /** By which view the amounts are seen; absent where they are the ledger's own. */
  readonly view?: ViewSaid;
  readonly labels: readonly Label[];
  readonly lines: readonly StatementAnswerLine[];
  /** The versions of the rules that the figures were counted under. */
  readonly rules: readonly RuleNamed[];
}

export type StatementAnswerLine = Omit<ProvedLine, 'published' | 'difference' | 'judgement'> & {
  readonly published: Pick<PublishedFigure, 'amount' | 'bound' | 'disputed' | 'source'> | null;
  readonly difference: bigint | null;
  /** How what is proved stands to what was published, and what decides it; `null` where nothing was published, or it is not compared. */
  readonly verdict: Verdict | null;
  readonly because: Because | null;
};

/** What was asked of a statement: whose, of which period, and by which view if by any. */
export interface StatementQuestion {
  readonly collaboration: CollaborationId;
  readonly period: Period;
  readonly view?: View;
}

/** Answers with a statement from the totals of its period. Refuses, by a view, what `viewTotals` does. */
export function answerStatement(
  { collaboration, period, view }: StatementQuestion,
  asAt: AnswerAsAt,
  catalogue: Catalogue,
  totals: readonly Total[],
  figures: readonly FigureOnRecord[],
): Checked<StatementAnswer> {
  if (view === undefined)
    return checked(toStatementAnswer(benefitsRealised(collaboration, period, catalogue, totals, figures), asAt));
  const seen = viewStatement(view, collaboration, period, catalogue, totals, figures);
  if (!seen.ok) return seen;
  return checked({ ...toStatementAnswer(seen.value, asAt), view: saidOf(view, catalogue) });
}

/** Puts a statement into the form of an answer. A figure that nobody published is `null`, never zero. */
function toStatementAnswer(
  { collaboration, period, labels, lines, rules }: Statement,
  asAt: AnswerAsAt,
): StatementAnswer {
  return { collaboration, from: period.from, to: period.to, asAt, labels, lines: lines.map(answerLine), rules };
}

function answerLine(line: ProvedLine): StatementAnswerLine {
  const { measure, benefit, title, measuredIn, published, proved, difference, judgement, ...others } = line;
  const quoted = published && {
    amount: published.amount,
    bound: published.bound,
    disputed: published.disputed,
    source: published.source,
  };
  return {
    measure,
    benefit,
    title,
    measuredIn,
    published: quoted ?? null,
    proved,
    difference: difference ?? null,
    verdict: judgement?.verdict ?? null,
    because: judgement?.because ?? null,
    ...others,
  };
}

/** Reads a list of dimensions as people give it, `force,month`; `undefined` if one is not a dimension. */
export function parseDimensions(given: string): readonly Dimension[] | undefined {
  const asked = given.split(',');
  const known = DIMENSIONS.filter((name) => asked.includes(name));
  return asked.every((name) => known.some((dimension) => dimension === name)) ? known : undefined;
}
