import { monthOf } from '../src/domain/civil-date.js';
import type { FigureId } from '../src/domain/identifiers.js';
import { forbiddenOver } from '../src/domain/measure/added-over.js';
import type { Catalogue } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import type { Label } from '../src/domain/posting.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';
import { gradeVector, type GradeVector } from './grades.js';
import type { FigureOnRecord } from './published-figures.js';
import { asMeasure } from './statement.js';
import { byForce, groupTotals, type ForceAmount, type Total } from './totals.js';
import { judgeFigure, type Judgement } from './verdict.js';

/** A published figure, what the entries prove of it, and the verdict. Amounts in `measuredIn`. */
export interface Reconciliation extends Judgement {
  readonly id: FigureId;
  readonly entry: number;
  readonly figure: PublishedFigure;
  readonly title: string;
  readonly measuredIn: MeasuredIn;
  /** `undefined` where nothing was ever posted, or where the rule of the measure forbids the sum. */
  readonly proved: bigint | undefined;
  /** Proved less published; `undefined` where nothing is proved. */
  readonly difference: bigint | undefined;
  readonly byGrade: GradeVector;
  readonly byForce: readonly ForceAmount[];
  /** The figures that name this one as what contains them. They are parts of it, and are never added to it. */
  readonly contains: readonly FigureId[];
  readonly labels: readonly Label[];
}

/**
 * Holds one figure against totals of its period and, where it is of one operation, of that operation's outcomes only. Its own collaboration,
 * measure, unit and force count, and none of them where the rule of the measure forbids the sum. Published figures are never added to one another.
 */
export function reconcile(
  { id, entry, figure }: FigureOnRecord,
  figures: readonly FigureOnRecord[],
  catalogue: Catalogue,
  totals: readonly Total[],
): Reconciliation {
  const measure = catalogue.measures.get(figure.measure);
  const isForbidden = measure !== undefined && forbiddenOver(measure, figure).length > 0;
  const own = isForbidden ? [] : totals.filter((total) => isOf(figure, total));
  const counted = asMeasure(figure.measure, catalogue, own);
  const [whole] = groupTotals(counted, []);
  const container = figures.find((each) => each.id === figure.within)?.figure;
  return {
    id,
    entry,
    figure,
    title: measure?.title ?? figure.measure,
    measuredIn: measure?.measuredIn ?? 'count',
    proved: whole?.amount,
    difference: whole === undefined ? undefined : whole.amount - figure.amount,
    byGrade: gradeVector(counted),
    byForce: byForce(counted),
    ...judgeFigure(figure, isForbidden ? 'not-added-up' : whole?.amount, container),
    contains: figures.filter((each) => each.figure.within === id).map((each) => each.id),
    labels: whole?.labels ?? [],
  };
}

/** Figures by line, then period, then unit and force, each after what contains it where all else is the same. */
export function inReadingOrder(figures: readonly FigureOnRecord[]): readonly FigureOnRecord[] {
  const key = ({ figure: { measure, from, to, unit, operation, force } }: FigureOnRecord): string =>
    [measure, from ?? '', to ?? '', unit ?? '', operation ?? '', force ?? ''].join(' '); // sorts before every character of an identifier
  return [...figures].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : a.entry - b.entry));
}

/** The totals of whole months that lie in a period of whole months. */
export function monthsOf(
  totals: readonly Total[],
  { from, to }: Pick<PublishedFigure, 'from' | 'to'>,
): readonly Total[] {
  return totals.filter(
    ({ month }) => (from === undefined || month >= monthOf(from)) && (to === undefined || month < monthOf(to)),
  );
}

/** Whether a total is of what the figure is of. */
function isOf({ collaboration, unit, force }: PublishedFigure, total: Total): boolean {
  return (
    total.collaboration === collaboration &&
    (unit === undefined || total.unit === unit) &&
    (force === undefined || total.force === force)
  );
}
