import { isWithin, type CivilDate } from '../src/domain/civil-date.js';
import { byCodeUnit, GRADES, type CollaborationId, type ForceId, type Grade } from '../src/domain/identifiers.js';
import type { MeasureId, OutcomeId, UnitId } from '../src/domain/identifiers.js';
import { LABELS, type Label, type Posting } from '../src/domain/posting.js';
import type { AnswerAsAt, AnswerRow } from './answers.js';
import type { ListedOutcome } from './outcome-list.js';
import { decimalQuotient } from './rounding.js';

/** What is compared: costs of one collaboration, or of one of its units, over a period. */
export interface ComparisonQuestion {
  readonly collaboration: CollaborationId;
  readonly unit?: UnitId;
  readonly from: CivilDate;
  readonly to: CivilDate;
}

/** One side of a comparison, in pence, and the entries that it rests on: of each cost the outcome, and the last entry that says how it stands. */
export interface Side {
  readonly amount: bigint;
  readonly byForce: readonly { readonly force: ForceId; readonly amount: bigint }[];
  readonly byGrade: readonly { readonly grade: Grade; readonly amount: bigint }[];
  readonly restsOn: readonly { readonly outcomeId: OutcomeId; readonly entry: number }[];
}

/** Regional by local: exactly, and as a decimal of four places for people. */
export interface Ratio {
  readonly numerator: bigint;
  readonly denominator: bigint;
  readonly decimal: string;
}

/** One unit and one line of outcomes. What nobody recorded is `null`, never 0. */
export interface Comparison {
  readonly unit: UnitId;
  /** The measure that the costs were spent on; `null` for the unit's work as a whole. */
  readonly measure: MeasureId | null;
  /** What the regional response cost. */
  readonly regional: Side | null;
  /** What one force alone would have spent. */
  readonly local: Side | null;
  /** Local less regional: what the region saved, or below zero what it cost more. */
  readonly difference: bigint | null;
  readonly ratio: Ratio | null;
  readonly labels: readonly Label[];
}

const COMPARED: Readonly<Record<string, 'regional' | 'local'>> = {
  'costs-regional-response': 'regional',
  'costs-local-comparator': 'local',
};

/**
 * Holds what the regional response cost against what was recorded that one force alone would have spent, for each unit and line. Takes costs as they
 * stand; only postings count that lie in the period. Dis-benefits and grants are on neither side.
 */
export function compareCosts(
  { collaboration, unit, from, to }: ComparisonQuestion,
  costs: Iterable<ListedOutcome>,
): readonly Comparison[] {
  const rows = new Map<string, Row>();
  for (const cost of costs) {
    const { outcome } = cost;
    if (outcome.status !== 'recorded' || outcome.details.kind !== 'cost') continue;
    if (outcome.collaboration !== collaboration) continue;
    for (const posting of outcome.postings) {
      const side = COMPARED[posting.measure];
      const isWanted = (unit === undefined || posting.unit === unit) && isWithin(posting.occurredOn, from, to);
      if (side === undefined || !isWanted) continue;
      const row = rowOf(rows, posting.unit, outcome.details.measure ?? null);
      row[side].push({ posting, outcomeId: cost.id, entry: cost.entry });
      for (const label of outcome.labels) row.labels.add(label);
    }
  }
  return [...rows].sort(([a], [b]) => byCodeUnit(a, b)).map(([, row]) => compared(row));
}

/** An answer about comparisons, as of an entry. */
export interface ComparisonAnswer {
  readonly asAt: AnswerAsAt;
  /** The first entry that could not be counted, while one cannot: the figures stand still before it. */
  readonly incompleteSince?: number;
  readonly query: ComparisonQuestion;
  readonly labels: readonly Label[];
  readonly comparisons: readonly Comparison[];
}

/** Compares the costs and puts the comparisons into the form of an answer. */
export function answerComparison(
  query: ComparisonQuestion,
  asAt: AnswerAsAt,
  costs: Iterable<ListedOutcome>,
): ComparisonAnswer {
  const comparisons = compareCosts(query, costs);
  const labels = LABELS.filter((label) => comparisons.some((each) => each.labels.includes(label)));
  return { asAt, query, labels, comparisons };
}

/** What there is of a measure, and what each force has of it. */
export type WholeOfForces = Pick<AnswerRow, 'measure' | 'measuredIn' | 'amount' | 'labels'> & {
  readonly byForce: readonly AnswerRow[];
};

/** The wholes of rows that tell measure and force apart, one for each measure, in the order of the rows. Measures are never added to one another. */
export function wholesOf(rows: readonly AnswerRow[]): readonly WholeOfForces[] {
  const measures = [...new Set(rows.map(({ measure }) => measure))];
  return measures.flatMap((measure) => {
    const byForce = rows.filter((row) => row.measure === measure);
    return byForce.slice(0, 1).map(({ measuredIn }) => ({
      ...{ measure, measuredIn, byForce },
      amount: total(byForce),
      labels: LABELS.filter((label) => byForce.some(({ labels }) => labels.includes(label))),
    }));
  });
}

interface Placed {
  readonly posting: Posting;
  readonly outcomeId: OutcomeId;
  readonly entry: number;
}

interface Row {
  readonly unit: UnitId;
  readonly measure: MeasureId | null;
  readonly regional: Placed[];
  readonly local: Placed[];
  readonly labels: Set<Label>;
}

function rowOf(rows: Map<string, Row>, unit: UnitId, measure: MeasureId | null): Row {
  const place = `${unit} ${measure ?? ''}`; // a space sorts before every character of an identifier
  const row = rows.get(place) ?? { unit, measure, regional: [], local: [], labels: new Set<Label>() };
  rows.set(place, row);
  return row;
}

function compared(row: Row): Comparison {
  const [regional, local] = [sideOf(row.regional), sideOf(row.local)];
  const isBoth = regional !== null && local !== null;
  return {
    unit: row.unit,
    measure: row.measure,
    regional,
    local,
    difference: isBoth ? local.amount - regional.amount : null,
    ratio: isBoth && local.amount > 0n ? ratioOf(regional.amount, local.amount) : null,
    labels: LABELS.filter((label) => row.labels.has(label)),
  };
}

function ratioOf(numerator: bigint, denominator: bigint): Ratio {
  return { numerator, denominator, decimal: decimalQuotient(numerator, denominator, 4) };
}

function sideOf(placed: readonly Placed[]): Side | null {
  if (placed.length === 0) return null;
  const postings = placed.map(({ posting }) => posting);
  const sums = <K extends string>(names: readonly K[], of: (posting: Posting) => K): readonly [K, bigint][] =>
    names
      .filter((name) => postings.some((posting) => of(posting) === name))
      .map((name) => [name, total(postings.filter((posting) => of(posting) === name))]);
  const forces = [...new Set(postings.map(({ force }) => force))].sort(byCodeUnit);
  const restsOn = new Map(placed.map(({ outcomeId, entry }) => [outcomeId, entry]));
  return {
    amount: total(postings),
    byForce: sums(forces, ({ force }) => force).map(([force, amount]) => ({ force, amount })),
    byGrade: sums(GRADES, ({ grade }) => grade).map(([grade, amount]) => ({ grade, amount })),
    restsOn: [...restsOn].map(([outcomeId, entry]) => ({ outcomeId, entry })).sort((a, b) => a.entry - b.entry),
  };
}

function total(parts: readonly { readonly amount: bigint }[]): bigint {
  return parts.reduce((sum, { amount }) => sum + amount, 0n);
}
