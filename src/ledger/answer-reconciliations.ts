import { isWholeMonths } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId, Slug } from '../domain/identifiers.js';
import { partsOf, type Catalogue } from '../domain/measure/catalogue.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { answerReconciliations, type ReconciliationsAnswer } from '../../projections/reconciliation-answer.js';
import { inReadingOrder, monthsOf, reconcile } from '../../projections/reconciliation.js';
import { DIMENSIONS, totalsPosted, type Total, type TotalRow } from '../../projections/totals.js';
import { gapAfter, standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';
import { outcomesAsAt } from './outcomes-as-at.js';

const PAGE = 500;

/** Totals of what a figure is of: its period, and its operation where it is of one only. */
type TotalsFor = (figure: PublishedFigure) => readonly Total[];

/**
 * Holds every published figure of a collaboration against the entries: from the figures at rest, or by replay when it is asked as at some
 * point or a figure's period cuts through a month. Figures of one operation are held against that operation's outcomes, because totals do
 * not know operations. Refuses unknown-collaboration; throws `Unreadable` for a point beyond the ledger.
 */
export async function reconciliationsFor(
  ledger: Ledger,
  collaboration: CollaborationId,
  asAt: AsAt | undefined,
): Promise<Checked<ReconciliationsAnswer>> {
  if ((await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  return checked(
    asAt === undefined ? await atRest(ledger, collaboration) : await byReplay(ledger, collaboration, asAt),
  );
}

async function atRest(ledger: Ledger, collaboration: CollaborationId): Promise<ReconciliationsAnswer> {
  const catalogue = await ledger.agreements.catalogue();
  const all = await ledger.model.figures(collaboration);
  const measures = measuresOf(all, catalogue);
  const { asAt, rows } = await ledger.model.totals({ by: DIMENSIONS, collaboration, measures });
  const figures = all.filter(({ entry }) => entry <= asAt.entry);
  if (figures.some(({ figure }) => figure.operation === undefined && !isWholeMonths(figure.from, figure.to)))
    return byReplay(ledger, collaboration, { entry: asAt.entry });
  const ofOperation = new Map<Slug, readonly Outcome[]>();
  for (const operation of operationsOf(figures)) {
    const outcomes = await outcomesAtRest(ledger, collaboration, operation, asAt.entry);
    // The figures have moved on meanwhile: all of them are to be as of one entry.
    if (outcomes === undefined) return byReplay(ledger, collaboration, { entry: asAt.entry });
    ofOperation.set(operation, outcomes);
  }
  const totals = rows.flatMap(toTotal);
  const answer = reconciled(collaboration, asAt.entry, asAt.knownAt, catalogue, figures, (figure) =>
    figure.operation === undefined ? monthsOf(totals, figure) : postedBy(ofOperation, figure.operation, figure),
  );
  return { ...answer, ...gapAfter(asAt) };
}

/** One replay for all that is of whole months, one for each period that is not, and one for the outcomes of operations. */
async function byReplay({ store }: Ledger, collaboration: CollaborationId, asAt: AsAt): Promise<ReconciliationsAnswer> {
  const { entry, knownAt, catalogue, figures: all, totals } = await standingAt(store, asAt, {});
  const figures = all.filter(({ figure }) => figure.collaboration === collaboration);
  const whole = [...totals.values()];
  const inDays = new Map<string, readonly Total[]>();
  for (const { figure } of figures) {
    const { from, to, operation } = figure;
    if (operation !== undefined || isWholeMonths(from, to) || inDays.has(periodOf(figure))) continue;
    const standing = await standingAt(store, { entry }, { from, to });
    inDays.set(periodOf(figure), [...standing.totals.values()]);
  }
  const ofOperation = new Map<Slug, readonly Outcome[]>();
  for (const operation of operationsOf(figures)) {
    const rows = await outcomesAsAt(store, entry, { collaboration, operation, limit: Number.MAX_SAFE_INTEGER });
    ofOperation.set(
      operation,
      rows.map(({ outcome }) => outcome),
    );
  }
  return reconciled(collaboration, entry, knownAt, catalogue, figures, (figure) =>
    figure.operation === undefined
      ? (inDays.get(periodOf(figure)) ?? monthsOf(whole, figure))
      : postedBy(ofOperation, figure.operation, figure),
  );
}

function reconciled(
  collaboration: CollaborationId,
  entry: number,
  knownAt: string | undefined,
  catalogue: Catalogue,
  figures: readonly FigureOnRecord[],
  totalsFor: TotalsFor,
): ReconciliationsAnswer {
  const reconciliations = inReadingOrder(figures).map((each) =>
    reconcile(each, figures, catalogue, totalsFor(each.figure)),
  );
  return answerReconciliations(collaboration, { entry, knownAt: knownAt ?? null }, reconciliations);
}

/** Every outcome of an operation as it stands at `entry`; `undefined` when the figures at rest are somewhere else by now. */
async function outcomesAtRest(
  { model }: Ledger,
  collaboration: CollaborationId,
  operation: Slug,
  entry: number,
): Promise<readonly Outcome[] | undefined> {
  const outcomes: Outcome[] = [];
  let after: number | undefined;
  while (true) {
    const query = { collaboration, operation, limit: PAGE, ...(after !== undefined && { after }) };
    const { asAt, rows } = await model.outcomes(query);
    if (asAt.entry !== entry) return undefined;
    outcomes.push(...rows.map(({ outcome }) => outcome));
    after = rows.at(-1)?.firstEntry;
    if (after === undefined || rows.length < PAGE) return outcomes;
  }
}

function postedBy(
  ofOperation: ReadonlyMap<Slug, readonly Outcome[]>,
  operation: Slug,
  { from, to }: PublishedFigure,
): readonly Total[] {
  const recorded = (ofOperation.get(operation) ?? []).filter((outcome) => outcome.status === 'recorded');
  return [
    ...totalsPosted(
      recorded.filter(({ details }) => details.operation === operation),
      { from, to },
    ).values(),
  ];
}

function operationsOf(figures: readonly FigureOnRecord[]): ReadonlySet<Slug> {
  return new Set(figures.flatMap(({ figure: { operation } }) => (operation === undefined ? [] : [operation])));
}

function measuresOf(figures: readonly FigureOnRecord[], catalogue: Catalogue): readonly Total['measure'][] {
  return [...new Set(figures.flatMap(({ figure }) => partsOf(catalogue, figure.measure)))];
}

function periodOf({ from, to }: PublishedFigure): string {
  return `${from ?? ''}|${to ?? ''}`;
}

/** A row that was grouped by everything is a total. */
function toTotal({ force, unit, grade, month, labels, ...row }: TotalRow): readonly Total[] {
  if (force === undefined || unit === undefined || grade === undefined || month === undefined) return [];
  return [{ ...row, force, unit, grade, month, labels: labels.join(',') }];
}
