import { isWholeMonths } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import { OUTSIDE, type MeasureId } from '../domain/identifiers.js';
import type { Catalogue } from '../domain/measure/catalogue.js';
import type { Refusal } from '../domain/refusals.js';
import { answerTotals, toAnswer, viewIn, type TotalsAnswer, type TotalsQuestion } from '../../projections/answers.js';
import { DIMENSIONS, toTotal } from '../../projections/totals.js';
import { chooseMeasures, type Choice, type Shown } from '../../projections/measure-choice.js';
import { replayed, standingAsAt, type AsAt, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { canonicalJson, Unreadable } from './codec/json.js';
import type { EventStore } from './event-store.js';
import type { Ledger } from './ledger.js';
import type { Checkpoint, TotalsQuery } from './read-model.js';

/**
 * Answers a question about totals: from the figures at rest, or by replaying the ledger when it is asked as at some point or for a period that does not
 * start and end with a month. Refuses unknown-collaboration, unknown-force, unknown-unit, unknown-measure and non-additive; throws
 * `Unreadable` for a point beyond the ledger.
 */
export async function totalsFor(
  ledger: Ledger,
  question: TotalsQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<TotalsAnswer>> {
  const stranger = await refuseUnknown(ledger, question);
  if (stranger !== undefined) return failed(stranger);
  const view = viewIn(question);
  if (view !== undefined && asAt === undefined && isWholeMonths(question.from, question.to))
    return viewAtRest(ledger, question);
  if (asAt !== undefined || !isWholeMonths(question.from, question.to)) {
    const { entry, knownAt, catalogue, totals } = await standingAt(ledger.store, asAt, question);
    return answerTotals(question, { entry, knownAt: knownAt ?? null }, catalogue, totals.values());
  }
  const catalogue = await ledger.agreements.catalogue();
  const chosen = chooseMeasures(question, catalogue);
  if (!chosen.ok) return chosen;
  const asked = `${catalogue.revision} ${canonicalJson(question)}`;
  const before = ledger.totalsAtRest.at(asked, await ledger.model.checkpoint());
  if (before !== undefined) return checked(before);
  const answered = await atRest(ledger, question, catalogue, chosen.value);
  if (!answered.ok) return answered;
  const { checkpoint, answer } = answered.value;
  return checked(ledger.totalsAtRest.keep(asked, checkpoint, { ...answer, ...gapAfter(checkpoint) }));
}

/** A view converts each total by itself, so that it needs all of them as they rest, grouped by everything. */
async function viewAtRest(ledger: Ledger, question: TotalsQuestion): Promise<Checked<TotalsAnswer>> {
  const catalogue = await ledger.agreements.catalogue();
  const chosen = chooseMeasures(question, catalogue);
  if (!chosen.ok) return chosen;
  const answered = await atRestByMonth(ledger, question, catalogue, chosen.value);
  return answered.ok ? checked({ ...answered.value.answer, ...gapAfter(answered.value.checkpoint) }) : answered;
}

/** A sum that is made of other parts later is put together here, month by month; any other is added up where the totals rest. */
async function atRest(
  { model }: Ledger,
  question: TotalsQuestion,
  catalogue: Catalogue,
  { shown, notAdded }: Choice,
): Promise<Checked<{ readonly checkpoint: Checkpoint; readonly answer: TotalsAnswer }>> {
  if (shown.every(({ from, to }) => from === undefined && to === undefined)) {
    const { asAt: checkpoint, rows } = await model.totals(toQuery(question, shown, notAdded));
    return checked({ checkpoint, answer: toAnswer(question, asAtOf(checkpoint), catalogue, rows, notAdded) });
  }
  return atRestByMonth({ model }, question, catalogue, { shown, notAdded });
}

/** Totals as they rest, grouped by everything, put together here. */
async function atRestByMonth(
  { model }: Pick<Ledger, 'model'>,
  question: TotalsQuestion,
  catalogue: Catalogue,
  { shown }: Choice,
): Promise<Checked<{ readonly checkpoint: Checkpoint; readonly answer: TotalsAnswer }>> {
  const measures = [...new Set(shown.map(({ posted }) => posted))];
  const { by: _, measure: __, view: ___, baseYear: ____, ...scope } = question;
  const { asAt: checkpoint, rows } = await model.totals({ ...scope, by: DIMENSIONS, measures });
  const answer = answerTotals(question, asAtOf(checkpoint), catalogue, rows.flatMap(toTotal));
  return answer.ok ? checked({ checkpoint, answer: answer.value }) : answer;
}

const asAtOf = ({ entry, knownAt }: Checkpoint) => ({ entry, knownAt: knownAt ?? null });

/** What an answer from the figures at rest says when a stopped projector leaves them behind. */
export function gapAfter({ entry, stoppedBecause }: Checkpoint): { readonly incompleteSince?: number } {
  return stoppedBecause === undefined ? {} : { incompleteSince: entry + 1 };
}

/** The ledger as it stood; at its end without a point. Throws `Unreadable`, saying where the ledger ends, for an entry that is not there yet. */
export async function standingAt(
  store: EventStore,
  asAt: AsAt | undefined,
  during: { readonly from?: TotalsQuestion['from'] | undefined; readonly to?: TotalsQuestion['to'] | undefined },
  keeping?: Standing['keeping'],
): Promise<Standing> {
  const { from, to } = during;
  const standing = await standingAsAt(store, asAt ?? AT_ITS_END, { from, to }, keeping);
  if (asAt !== undefined) assertThere(asAt, standing);
  return standing;
}

/** The same for any state that knows the last entry folded into it (see `replayed`). */
export async function replayedTo<State extends Pick<Standing, 'entry'>>(
  store: EventStore,
  asAt: AsAt | undefined,
  nothing: State,
  advance: (state: State, entries: readonly Entry[]) => State,
): Promise<State> {
  const state = await replayed(store, asAt ?? AT_ITS_END, nothing, advance);
  if (asAt !== undefined) assertThere(asAt, state);
  return state;
}

const AT_ITS_END: AsAt = { entry: Number.MAX_SAFE_INTEGER };

/** Throws `Unreadable`, saying where the ledger ends, for an entry that is not there yet. */
export function assertThere(asAt: AsAt, { entry }: Pick<Standing, 'entry'>): void {
  if (!('entry' in asAt) || asAt.entry <= entry) return;
  const end = entry === -1 ? 'has no entries yet' : `ends at entry ${entry}`;
  throw new Unreadable('asAt', `is entry ${asAt.entry}, but the ledger ${end}`);
}

/** Names that nobody knows are refused rather than answered with nothing, which would look like a figure. */
async function refuseUnknown(
  { agreements }: Ledger,
  { collaboration: id, force, unit }: TotalsQuestion,
): Promise<Refusal | undefined> {
  if (id !== undefined) {
    const collaboration = await agreements.collaboration(id);
    if (collaboration === undefined) return { code: 'unknown-collaboration', collaboration: id };
    if (unit !== undefined && !collaboration.units.has(unit)) {
      return { code: 'unknown-unit', unit, collaboration: id, known: [...collaboration.units.keys()] };
    }
  }
  if (force === undefined || force === OUTSIDE) return undefined;
  const { forces } = await agreements.register();
  return forces.has(force) ? undefined : { code: 'unknown-force', field: 'force', force };
}

/** Measures that are shown as themselves, and the sums that others are shown as. Without a choice there is nothing to choose at rest either. */
function toQuery(question: TotalsQuestion, shown: readonly Shown[], notAdded: readonly MeasureId[]): TotalsQuery {
  const { measure: asked = [], ...scope } = question;
  if (asked.length === 0 && notAdded.length === 0) return scope;
  const measures = shown.filter(({ posted, as }) => posted === as).map(({ posted }) => posted);
  const sums = asked
    .map((measure) => ({ measure, of: shown.filter(({ as }) => as === measure).map(({ posted }) => posted) }))
    .filter(({ measure }) => !measures.includes(measure));
  return {
    ...scope,
    ...((measures.length > 0 || sums.length === 0) && { measures }),
    ...(sums.length > 0 && { sums }),
  };
}
