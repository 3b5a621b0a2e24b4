import type { CivilDate } from '../src/domain/civil-date.js';
import type { CollaborationId, FigureId, ForceId, MeasureId, Slug, UnitId } from '../src/domain/identifiers.js';
import type { MeasuredIn } from '../src/domain/measure/events.js';
import { LABELS, type Label } from '../src/domain/posting.js';
import type { PublishedFigure } from '../src/domain/published-figure/events.js';
import type { AnswerAsAt } from './answers.js';
import type { GradeVector } from './grades.js';
import type { Reconciliation } from './reconciliation.js';
import type { Because, Verdict } from './verdict.js';

/** A published figure held against the entries. What was not said of it, and what nothing was posted to, is `null`, never zero. */
export interface ReconciledFigure {
  readonly figureId: FigureId;
  readonly entry: number;
  readonly measure: MeasureId;
  readonly title: string;
  readonly measuredIn: MeasuredIn;
  readonly from: CivilDate | null;
  readonly to: CivilDate | null;
  readonly unit: UnitId | null;
  readonly force: ForceId | null;
  readonly operation: Slug | null;
  readonly published: Pick<PublishedFigure, 'amount' | 'bound' | 'disputed' | 'source'>;
  readonly within: FigureId | null;
  readonly contains: readonly FigureId[];
  readonly proved: bigint | null;
  readonly difference: bigint | null;
  readonly byGrade: GradeVector;
  readonly byForce: Reconciliation['byForce'];
  readonly verdict: Verdict;
  readonly because: Because;
  readonly labels: readonly Label[];
}

export interface ReconciliationsAnswer {
  readonly collaboration: CollaborationId;
  readonly asAt: AnswerAsAt;
  /** The first entry that could not be counted, while one cannot. */
  readonly incompleteSince?: number;
  readonly labels: readonly Label[];
  readonly figures: readonly ReconciledFigure[];
}

/** Puts reconciliations into the form of an answer. */
export function answerReconciliations(
  collaboration: CollaborationId,
  asAt: AnswerAsAt,
  reconciliations: readonly Reconciliation[],
): ReconciliationsAnswer {
  return {
    collaboration,
    asAt,
    labels: LABELS.filter((label) => reconciliations.some(({ labels }) => labels.includes(label))),
    figures: reconciliations.map(answerFigure),
  };
}

function answerFigure(reconciliation: Reconciliation): ReconciledFigure {
  const { id, entry, figure, title, measuredIn, proved, difference, byGrade, byForce } = reconciliation;
  const { amount, bound, disputed, source } = figure;
  return {
    figureId: id,
    entry,
    measure: figure.measure,
    title,
    measuredIn,
    from: figure.from ?? null,
    to: figure.to ?? null,
    unit: figure.unit ?? null,
    force: figure.force ?? null,
    operation: figure.operation ?? null,
    published: { amount, bound, disputed, source },
    within: figure.within ?? null,
    contains: reconciliation.contains,
    proved: proved ?? null,
    difference: difference ?? null,
    byGrade,
    byForce,
    verdict: reconciliation.verdict,
    because: reconciliation.because,
    labels: reconciliation.labels,
  };
}
