import { answerReconciliations, type ReconciliationsAnswer } from '../../projections/reconciliation-answer.js';
import { inReadingOrder, monthsOf, reconcile } from '../../projections/reconciliation.js';
import { combine, totalsOf, totalsPosted, type During, type Total, type Totals } from '../../projections/totals.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import type { FigureOnRecord } from '../../projections/published-figures.js';
import { isWholeMonths } from '../domain/civil-date.js';
import type { CollaborationId, OutcomeId, Slug } from '../domain/identifiers.js';
import type { Catalogue } from '../domain/measure/catalogue.js';
import type { Outcome } from '../domain/outcome/outcome.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import { advanceStanding, nothingKnown, ownMap, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { isOutcomeEvent, outcomeIdOf } from './streams.js';

/** What published figures ask of the entries besides totals of whole months. */
export interface FiguresAsk {
  readonly collaboration: CollaborationId;
  /** Periods that cut through a month, by `periodOf`. */
  readonly inDays: ReadonlyMap<string, During>;
  /** Whether any figure is of one operation: totals do not know operations, so that its outcomes have to be kept. */
  readonly ofOperations: boolean;
}

/** The ledger as it stood, with what the figures ask for besides. */
export interface Reconciling extends Standing {
  readonly inDays: ReadonlyMap<string, Totals>;
  /** It grows in place, once anything is in it. */
  readonly outcomes: Map<OutcomeId, ListedOutcome>;
}

export const nothingReconciled: Reconciling = { ...nothingKnown, inDays: new Map(), outcomes: new Map() };

/** What these figures ask for. */
export function asksOf(
  collaboration: CollaborationId,
  figures: readonly Pick<PublishedFigure, 'from' | 'to' | 'operation'>[],
): FiguresAsk {
  const cut = figures.filter(({ from, to, operation }) => operation === undefined && !isWholeMonths(from, to));
  return {
    collaboration,
    inDays: new Map(cut.map(({ from, to }) => [periodOf({ from, to }), { from, to }])),
    ofOperations: figures.some(({ operation }) => operation !== undefined),
  };
}

/** Whether everything that `wanted` asks for was asked for by `asked`. */
export function isAsked(wanted: FiguresAsk, asked: FiguresAsk): boolean {
  const hasPeriods = [...wanted.inDays.keys()].every((period) => asked.inDays.has(period));
  return hasPeriods && (asked.ofOperations || !wanted.ofOperations);
}

/** Folds the next entries, in order, into what the figures ask for: one way through the ledger serves all of them. What it was before is not to be used again. */
export function advanceReconciling(asks: FiguresAsk, state: Reconciling, entries: readonly Entry[]): Reconciling {
  if (entries.length === 0) return state;
  const events = entries.map(({ event }) => event);
  const inDays = [...asks.inDays].map(
    ([period, during]) => [period, combine(state.inDays.get(period) ?? new Map(), totalsOf(events, during))] as const,
  );
  return {
    ...advanceStanding(state, entries, {}),
    inDays: new Map(inDays),
    outcomes: asks.ofOperations ? withOutcomes(asks.collaboration, state, entries) : state.outcomes,
  };
}

/** The operation of an outcome may be told by a correction, so all of the collaboration are kept. */
function withOutcomes(
  collaboration: CollaborationId,
  { entry: before, outcomes }: Reconciling,
  entries: readonly Entry[],
): Reconciling['outcomes'] {
  const next = ownMap(outcomes);
  for (const [i, { event, stream }] of entries.entries()) {
    const id = outcomeIdOf(stream);
    if (id === undefined || !isOutcomeEvent(event) || event.collaboration !== collaboration) continue;
    next.set(id, evolveListed(next.get(id), id, before + 1 + i, event));
  }
  return next;
}

/** The reconciliations that follow once all entries up to a point were folded in. */
export function reconciliationsOf(asks: FiguresAsk, state: Reconciling): ReconciliationsAnswer {
  const { collaboration } = asks;
  const figures = state.figures.filter(({ figure }) => figure.collaboration === collaboration);
  const whole = [...state.totals.values()];
  const outcomes = [...state.outcomes.values()].map(({ outcome }) => outcome);
  return reconciled({ collaboration, asAt: state, catalogue: state.catalogue, figures }, (figure) => {
    if (figure.operation !== undefined) return postedBy(outcomes, figure.operation, figure);
    const inDays = state.inDays.get(periodOf(figure));
    return inDays === undefined ? monthsOf(whole, figure) : [...inDays.values()];
  });
}

/** What figures are reconciled with: the point that the answer is as of, the catalogue, and all figures of the collaboration. */
interface Reconciled {
  readonly collaboration: CollaborationId;
  readonly asAt: Pick<Standing, 'entry' | 'knownAt'>;
  readonly catalogue: Catalogue;
  readonly figures: readonly FigureOnRecord[];
}

/** Holds each figure against the totals of what it is of. */
export function reconciled(
  { collaboration, asAt: { entry, knownAt }, catalogue, figures }: Reconciled,
  totalsFor: (figure: PublishedFigure) => readonly Total[],
): ReconciliationsAnswer {
  const reconciliations = inReadingOrder(figures).map((each) =>
    reconcile(each, figures, catalogue, totalsFor(each.figure)),
  );
  return answerReconciliations(collaboration, { entry, knownAt: knownAt ?? null }, reconciliations);
}

/** Totals of what the outcomes of an operation posted in a figure's period. */
export function postedBy(
  outcomes: readonly Outcome[],
  operation: Slug,
  { from, to }: PublishedFigure,
): readonly Total[] {
  const recorded = outcomes.filter((outcome) => outcome.status === 'recorded');
  const own = recorded.filter(({ details }) => details.operation === operation);
  return [...totalsPosted(own, { from, to }).values()];
}

function periodOf({ from, to }: During): string {
  return `${from ?? ''}|${to ?? ''}`;
}
