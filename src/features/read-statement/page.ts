import type { StatementAnswer, StatementAnswerLine } from '../../../projections/answers.js';
import type { RuleNamed } from '../../../projections/counting-rules.js';
import type { ForceId, UnitId } from '../../domain/identifiers.js';
import { UNVALUED_SEIZURES } from '../../domain/outcome/counting.js';
import type { Names } from '../../web/names.js';
import { ruleWord } from '../../web/rule-words.js';
import type { VerdictView } from '../../web/verdict-words.js';
import { viewWords } from '../../web/view-words.js';
import { formatAmount, formatPeriod, groupDigits } from '../../web/formatting.js';
import { viewLabels, type LabelView } from '../../web/label-words.js';
import { viewAsAt, type AsAtView } from '../../web/as-at-words.js';
import { viewSplit, type SplitView } from './split.js';
import { outcomesBehind, recountOf, type Figure } from './links.js';
import { lineVerdict } from './verdict.js';

/** A statement as its page shows it: every figure a text that is ready to be read, nothing left to be worked out. */
export interface StatementView {
  readonly period: string;
  readonly asAt: AsAtView;
  /** By which view the amounts are seen, in words; `null` where they are the ledger's own. */
  readonly view: string | null;
  /** The same statement in the ledger's own amounts. */
  readonly nominal: string;
  readonly labels: readonly LabelView[];
  readonly lines: readonly LineView[];
  readonly splits: readonly SplitView[];
  readonly json: string;
  /** The same statement as known now, when this one is of the past. */
  readonly now: string | null;
}

interface LineView {
  readonly title: string;
  readonly benefit: string;
  readonly labels: readonly LabelView[];
  readonly published: { readonly figure: string; readonly source: string; readonly isDisputed: boolean } | null;
  readonly proved: Linked;
  /** Seizures that hold what nobody valued, where a line of values has any. */
  readonly unvalued: Linked | null;
  /** The versions of rules that it was counted under, each with what it would come to under that version alone. */
  readonly rules: readonly Linked[];
  /** How far what is proved is assured: an amount for each grade at which anything was posted. */
  readonly grades: readonly { readonly grade: string; readonly figure: string }[];
  readonly difference: string | null;
  readonly verdict: VerdictView;
}

interface Linked {
  readonly figure: string;
  readonly href: string;
}

/** What a statement's page needs to know beside the answer itself. */
export interface StatementContext {
  readonly names: Names;
  /** `asAt` as it was asked for, so that links lead to the outcomes as they stood then; `undefined` for now. */
  readonly asked: string | undefined;
  /** Where the projector stopped, if it did. */
  readonly incompleteSince: number | undefined;
}

/** Puts a statement's answer into words. */
export function viewStatement(
  answer: StatementAnswer,
  { names, asked, incompleteSince }: StatementContext,
): StatementView {
  const behind = outcomesBehind(answer, asked);
  const { view: _, ...nominal } = answer;
  return {
    period: formatPeriod(answer),
    asAt: viewAsAt(answer.asAt, incompleteSince),
    nominal: `/?${statementQuery(nominal, asked)}`,
    view: answer.view === undefined ? null : viewWords(answer.view),
    labels: viewLabels(answer.labels),
    lines: answer.lines.map((line) => viewLine(line, behind, recountOf(answer, asked))),
    splits: [
      viewSplit<ForceId>(
        {
          by: 'force',
          partsOf: ({ byForce }) => byForce.map(({ force, amount }) => ({ id: force, amount })),
          nameOf: (force) => names.force(force),
          hrefOf: (measure, force) => behind(force === undefined ? { measure } : { measure, force }),
        },
        answer,
      ),
      viewSplit<UnitId>(
        {
          by: 'unit',
          partsOf: ({ byUnit }) => byUnit.map(({ unit, amount }) => ({ id: unit, amount })),
          nameOf: (unit) => names.unit(unit),
          hrefOf: (measure, unit) => behind(unit === undefined ? { measure } : { measure, unit }),
        },
        answer,
      ),
    ],
    json: `/api/v1/statements/benefits-realised?${statementQuery(answer, asked)}`,
    now: asked === undefined ? null : `/?${statementQuery(answer, undefined)}`,
  };
}

function viewLine(
  line: StatementAnswerLine,
  behind: (figure: Figure) => string,
  recountOf: (rule: RuleNamed) => string,
): LineView {
  const { measure, title, benefit, labels, measuredIn, published, proved, byGrade, difference, unvalued = 0n } = line;
  return {
    title,
    benefit,
    labels: viewLabels(labels),
    published: published && {
      figure: `${published.bound === 'at-least' ? 'at least ' : ''}${formatAmount(published.amount, measuredIn)}`,
      source: published.source,
      isDisputed: published.disputed,
    },
    proved: { figure: formatAmount(proved, measuredIn), href: behind({ measure }) },
    unvalued: unvalued === 0n ? null : { figure: groupDigits(unvalued), href: behind({ measure: UNVALUED_SEIZURES }) },
    rules: line.rules.map((rule) => ({ figure: ruleWord(rule), href: recountOf(rule) })),
    grades: byGrade.map(({ grade, amount }) => ({ grade, figure: formatAmount(amount, measuredIn) })),
    difference: difference === null ? null : formatAmount(difference, measuredIn),
    verdict: lineVerdict(line),
  };
}

function statementQuery({ collaboration, from, to, view }: StatementAnswer, asked: string | undefined): string {
  const seen = view && { view: view.view.join(','), baseYear: view.baseYear };
  return new URLSearchParams({
    collaboration,
    from,
    to,
    ...seen,
    ...(asked !== undefined && { asAt: asked }),
  }).toString();
}
