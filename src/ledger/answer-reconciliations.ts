import { isWholeMonths } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId, Slug } from '../domain/identifiers.js';
import { isSame } from '../domain/same.js';
import { partsOf, type Catalogue } from '../domain/measure/catalogue.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import type { ReconciliationsAnswer } from '../../projections/reconciliation-answer.js';
import { monthsOf } from '../../projections/reconciliation.js';
import { DIMENSIONS, toTotal, type Total } from '../../projections/totals.js';
import { assertThere, gapAfter } from './answer-totals.js';
import { replayed, type AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';
import {
  advanceReconciling,
  asksOf,
  isAsked,
  nothingReconciled,
  postedBy,
  reconciled,
  reconciliationsOf,
} from './reconciling.js';

const PAGE = 500;

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
    asAt === undefined ? await atRest(ledger, collaboration) : await byReplay(ledger, collaboration, asAt, []),
  );
}

async function atRest(ledger: Ledger, collaboration: CollaborationId): Promise<ReconciliationsAnswer> {
  const catalogue = await ledger.agreements.catalogue();
  const all = await ledger.model.figures(collaboration);
  const measures = measuresOf(all, catalogue);
  const { asAt, rows } = await ledger.model.totals({ by: DIMENSIONS, collaboration, measures });
  const figures = all.filter(({ entry }) => entry <= asAt.entry);
  const replay = () => byReplay(ledger, collaboration, { entry: asAt.entry }, figures);
  // One was recorded or disputed meanwhile, and all has to be as of one entry.
  if (!isSame(all, await ledger.model.figures(collaboration))) return replay();
  if (figures.some(({ figure }) => figure.operation === undefined && !isWholeMonths(figure.from, figure.to)))
    return replay();
  const ofOperation = new Map<Slug, readonly Outcome[]>();
  for (const operation of operationsOf(figures)) {
    const outcomes = await outcomesAtRest(ledger, collaboration, operation, asAt.entry);
    // The figures have moved on meanwhile: all of them are to be as of one entry.
    if (outcomes === undefined) return replay();
    ofOperation.set(operation, outcomes);
  }
  const totals = rows.flatMap(toTotal);
  const answer = reconciled({ collaboration, asAt, catalogue, figures }, (figure) =>
    figure.operation === undefined
      ? monthsOf(totals, figure)
      : postedBy(ofOperation.get(figure.operation) ?? [], figure.operation, figure),
  );
  return { ...answer, ...gapAfter(asAt) };
}

/** One replay for all figures that are known beforehand; where they are not, a first one says what they ask for. */
async function byReplay(
  { store }: Ledger,
  collaboration: CollaborationId,
  asAt: AsAt,
  known: readonly FigureOnRecord[],
): Promise<ReconciliationsAnswer> {
  let asks = asksOf(
    collaboration,
    known.map(({ figure }) => figure),
  );
  while (true) {
    const asked = asks;
    const state = await replayed(store, asAt, nothingReconciled, (before, entries) =>
      advanceReconciling(asked, before, entries),
    );
    assertThere(asAt, state);
    const own = state.figures.map(({ figure }) => figure).filter((figure) => figure.collaboration === collaboration);
    asks = asksOf(collaboration, own);
    if (isAsked(asks, asked)) return reconciliationsOf(asked, state);
  }
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

function operationsOf(figures: readonly FigureOnRecord[]): ReadonlySet<Slug> {
  return new Set(figures.flatMap(({ figure: { operation } }) => (operation === undefined ? [] : [operation])));
}

function measuresOf(figures: readonly FigureOnRecord[], catalogue: Catalogue): readonly Total['measure'][] {
  return [...new Set(figures.flatMap(({ figure }) => partsOf(catalogue, figure.measure)))];
}
