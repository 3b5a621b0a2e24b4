import { firstOf, isWithin, type CivilDate, type Period } from '../src/domain/civil-date.js';
import { partsByDay, partsOf, type Catalogue, type StatementLine } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import type { CollaborationId, MeasureId, UnitId } from '../src/domain/identifiers.js';
import { UNVALUED_SEIZURES } from '../src/domain/outcome/counting.js';
import type { Label } from '../src/domain/posting.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';
import { gradeVector, type GradeVector } from './grades.js';
import { inOrder, rulesBehind, type RuleNamed } from './counting-rules.js';
import { figureFor, type FigureOnRecord } from './published-figures.js';
import { toLabels } from './labels.js';
import { byForce, groupTotals, type ForceAmount, type Total } from './totals.js';
import { judgeFigure, type Judgement } from './verdict.js';

/** One line of a statement: what was published, what the entries prove, and who is credited with it. Amounts in `measuredIn`. */
export interface ProvedLine {
  readonly measure: MeasureId;
  readonly benefit: string;
  readonly title: string;
  readonly measuredIn: MeasuredIn;
  readonly published: PublishedFigure | undefined;
  readonly proved: bigint;
  /** Proved less published; `undefined` when nothing was published. */
  readonly difference: bigint | undefined;
  /** How what is proved stands to what was published, as a reconciliation judges it; `undefined` when nothing was published, or it is not compared. */
  readonly judgement: Judgement | undefined;
  readonly byForce: readonly ForceAmount[];
  readonly byUnit: readonly { readonly unit: UnitId; readonly amount: bigint }[];
  /** How far what is proved is assured; the grades add up to it. */
  readonly byGrade: GradeVector;
  readonly labels: readonly Label[];
  /** The versions of the rules that its postings were counted under; none where nothing was posted. */
  readonly rules: readonly RuleNamed[];
  /** Of a line of what drugs are worth: the seizures of whichever class in which something was not valued, and so is not in `proved`. */
  readonly unvalued?: bigint;
}

export interface Statement {
  readonly collaboration: CollaborationId;
  readonly period: Period;
  readonly labels: readonly Label[];
  readonly lines: readonly ProvedLine[];
  readonly rules: readonly RuleNamed[];
}

/**
 * The Benefits Realised statement: for each line the sum of its measure's posted parts. Takes totals of the period and nothing else, of
 * which the collaboration's own count; published figures are held beside them and never added.
 */
export function benefitsRealised(
  collaboration: CollaborationId,
  period: Period,
  catalogue: Catalogue,
  totals: readonly Total[],
  figures: readonly FigureOnRecord[],
): Statement {
  const own = totals.filter((total) => total.collaboration === collaboration);
  const lines = (catalogue.statements.get('benefits-realised') ?? []).map((line) => {
    const published = figureFor(figures, collaboration, line.measure, period);
    return proveLine(line, catalogue, own, published, period);
  });
  return statementWith(collaboration, period, lines);
}

/** A statement of some lines, which says of all of them what has to be said of any. */
export function statementWith(collaboration: CollaborationId, period: Period, lines: readonly ProvedLine[]): Statement {
  const labels = toLabels(lines.flatMap((line) => line.labels).join(','));
  return { collaboration, period, labels, lines, rules: inOrder(lines.flatMap(({ rules }) => rules)) };
}

/** The posted measures that the lines of the statement are made of, and the count of what none of them has a value of. */
export function measuresOnStatement(catalogue: Catalogue): readonly MeasureId[] {
  const lines = catalogue.statements.get('benefits-realised') ?? [];
  return [...new Set([...lines.flatMap(({ measure }) => partsOf(catalogue, measure)), UNVALUED_SEIZURES])];
}

function proveLine(
  line: StatementLine,
  catalogue: Catalogue,
  totals: readonly Total[],
  published: PublishedFigure | undefined,
  period: Period,
): ProvedLine {
  const counted = asMeasure(line.measure, catalogue, totals);
  const wholes = groupTotals(counted, []);
  const [whole] = wholes;
  const proved = whole?.amount ?? 0n;
  return {
    ...line,
    measuredIn: catalogue.measures.get(line.measure)?.measuredIn ?? 'count',
    published,
    proved,
    difference: published === undefined ? undefined : proved - published.amount,
    judgement: published && judgeFigure(published, whole?.amount, undefined),
    byForce: byForce(counted),
    byUnit: groupTotals(counted, ['unit']).flatMap(({ unit, amount }) =>
      unit === undefined ? [] : [{ unit, amount }],
    ),
    byGrade: gradeVector(counted),
    labels: whole?.labels ?? [],
    rules: rulesBehind(wholes, catalogue, period),
    ...(isDrugsValue(line.measure, catalogue) && { unvalued: unvaluedIn(totals) }),
  };
}

function isDrugsValue(measure: MeasureId, catalogue: Catalogue): boolean {
  const standing = partsOf(catalogue, measure).map((part) => catalogue.measures.get(part));
  return standing.some(
    (each) => each?.measuredIn === 'pence' && each.definition.is === 'posted' && each.definition.by === 'drugs-seizure',
  );
}

/** What was not valued is not worth nothing: it is counted, whatever its class. */
function unvaluedIn(totals: readonly Total[]): bigint {
  const [whole] = groupTotals(
    totals.filter(({ measure }) => measure === UNVALUED_SEIZURES),
    [],
  );
  return whole?.amount ?? 0n;
}

/** The totals of a measure's posted parts, as totals of that measure: in each month the parts that are in force in it. */
export function asMeasure(measure: MeasureId, catalogue: Catalogue, totals: readonly Total[]): readonly Total[] {
  const isSum = catalogue.measures.get(measure)?.definition.is === 'sum';
  const inForce = isSum ? partsByDay(catalogue, measure) : [{ parts: [measure] }];
  const isPart = (total: Total): boolean =>
    inForce.some(({ parts, ...during }) => parts.includes(total.measure) && isDuring(firstOf(total.month), during));
  return totals.filter(isPart).map((total) => ({ ...total, measure }));
}

function isDuring(day: CivilDate, { from, to }: Partial<Period>): boolean {
  return isWithin(day, from, to);
}
