import { firstOf, isWithin, type CivilDate, type Period } from '../src/domain/civil-date.js';
import { partsByDay, type Catalogue, type StatementLine } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import type { CollaborationId, ForceId, MeasureId, UnitId } from '../src/domain/identifiers.js';
import type { Label } from '../src/domain/posting.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';
import { gradeVector, type GradeVector } from './grades.js';
import { rulesBehind, type RuleNamed } from './counting-rules.js';
import { figureFor, type FigureOnRecord } from './published-figures.js';
import { toLabels } from './labels.js';
import { groupTotals, type Total } from './totals.js';

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
  readonly byForce: readonly { readonly force: ForceId; readonly amount: bigint }[];
  readonly byUnit: readonly { readonly unit: UnitId; readonly amount: bigint }[];
  /** How far what is proved is assured; the grades add up to it. */
  readonly byGrade: GradeVector;
  readonly labels: readonly Label[];
  /** As in a total's row. */
  readonly rules?: readonly number[];
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
    return proveLine(line, catalogue, own, published);
  });
  const labels = toLabels(lines.flatMap((line) => line.labels).join(','));
  const counted = lines.filter(({ byUnit }) => byUnit.length > 0);
  return { collaboration, period, labels, lines, rules: rulesBehind(counted, catalogue, period) };
}

function proveLine(
  line: StatementLine,
  catalogue: Catalogue,
  totals: readonly Total[],
  published: PublishedFigure | undefined,
): ProvedLine {
  const counted = asMeasure(line.measure, catalogue, totals);
  const [whole] = groupTotals(counted, []);
  const proved = whole?.amount ?? 0n;
  return {
    ...line,
    measuredIn: catalogue.measures.get(line.measure)?.measuredIn ?? 'count',
    published,
    proved,
    difference: published === undefined ? undefined : proved - published.amount,
    byForce: groupTotals(counted, ['force']).flatMap(({ force, amount }) =>
      force === undefined ? [] : [{ force, amount }],
    ),
    byUnit: groupTotals(counted, ['unit']).flatMap(({ unit, amount }) =>
      unit === undefined ? [] : [{ unit, amount }],
    ),
    byGrade: gradeVector(counted),
    labels: whole?.labels ?? [],
    ...(whole?.rules !== undefined && { rules: whole.rules }),
  };
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
