import { monthOf } from '../src/domain/civil-date.js';
import type { FigureId } from '../src/domain/identifiers.js';
import type { Catalogue } from '../src/domain/measure/catalogue.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import type { Label } from '../src/domain/posting.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';
import { gradeVector, type GradeVector } from './grades.js';
import type { FigureOnRecord } from './published-figures.js';
import { asMeasure } from './statement.js';
import { byForce, groupTotals, type ForceAmount, type Total } from './totals.js';

/** How what the entries prove stands to what was published. */
export type Verdict = 'supported' | 'partly' | 'unsupported' | 'contradicted';

/** What decides it. */
export type Because =
  'equal' | 'enough' | 'less' | 'more' | 'opposite' | 'nothing' | 'nothing-posted' | 'more-than-what-contains-it';

export interface Judgement {
  readonly verdict: Verdict;
  readonly because: Because;
}

/**
 * Judges one published figure. `proved` is the sum of what was posted where the figure is of, or `undefined` where nothing ever was;
 * `container` is the figure that it is a part of. A negative figure is judged as its positive mirror. The first that applies:
 *
 * - it is more than an exact figure that contains it: contradicted, whatever the entries say
 * - nothing was posted: unsupported; unknown is not zero
 * - the entries come to the other side of zero: contradicted
 * - exact: equal is supported, more is contradicted, nothing is unsupported, less is partly
 * - at least: as much or more is supported, nothing is unsupported, less is partly; entries that are missing contradict nothing
 */
export function judgeFigure(
  { amount, bound }: Pick<PublishedFigure, 'amount' | 'bound'>,
  proved: bigint | undefined,
  container: Pick<PublishedFigure, 'amount' | 'bound'> | undefined,
): Judgement {
  const sign = amount < 0n ? -1n : 1n;
  const said = amount * sign;
  if (container?.bound === 'exact' && said > container.amount * sign)
    return { verdict: 'contradicted', because: 'more-than-what-contains-it' };
  if (proved === undefined) return { verdict: 'unsupported', because: 'nothing-posted' };
  const found = proved * sign;
  if (found < 0n) return { verdict: 'contradicted', because: 'opposite' };
  if (found === said) return { verdict: 'supported', because: 'equal' };
  if (found > said)
    return bound === 'exact'
      ? { verdict: 'contradicted', because: 'more' }
      : { verdict: 'supported', because: 'enough' };
  return found === 0n ? { verdict: 'unsupported', because: 'nothing' } : { verdict: 'partly', because: 'less' };
}

/** A published figure, what the entries prove of it, and the verdict. Amounts in `measuredIn`. */
export interface Reconciliation extends Judgement {
  readonly id: FigureId;
  readonly entry: number;
  readonly figure: PublishedFigure;
  readonly title: string;
  readonly measuredIn: MeasuredIn;
  /** `undefined` where nothing was ever posted. */
  readonly proved: bigint | undefined;
  /** Proved less published; `undefined` where nothing was ever posted. */
  readonly difference: bigint | undefined;
  readonly byGrade: GradeVector;
  readonly byForce: readonly ForceAmount[];
  /** The figures that name this one as what contains them. They are parts of it, and are never added to it. */
  readonly contains: readonly FigureId[];
  readonly labels: readonly Label[];
}

/**
 * Holds one figure against totals of its period and, where it is of one operation, of that operation's outcomes only. Its own collaboration,
 * measure, unit and force count. Published figures are never added to one another.
 */
export function reconcile(
  { id, entry, figure }: FigureOnRecord,
  figures: readonly FigureOnRecord[],
  catalogue: Catalogue,
  totals: readonly Total[],
): Reconciliation {
  const measure = catalogue.measures.get(figure.measure);
  const counted = asMeasure(
    figure.measure,
    catalogue,
    totals.filter((total) => isOf(figure, total)),
  );
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
    ...judgeFigure(figure, whole?.amount, container),
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
