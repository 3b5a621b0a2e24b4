import { claimsOf, type ClaimsRow, type SharedOutcome } from '../../projections/claims.js';
import type { AnswerAsAt } from '../../projections/answers.js';
import { toLabels } from '../../projections/labels.js';
import { measuresNotAdded } from '../../projections/measure-choice.js';
import type { Total } from '../../projections/totals.js';
import type { CivilDate } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId, MeasureId, OutcomeId } from '../domain/identifiers.js';
import type { MeasuredIn } from '../domain/measure/events.js';
import { LABELS, type Label } from '../domain/posting.js';
import { replayedTo } from './answer-totals.js';
import { advanceStanding, nothingKnown, type AsAt, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { advanceDecided, type Decided } from './decided.js';
import type { EventStore } from './event-store.js';
import type { Ledger } from './ledger.js';
import { decodeAll } from './stored-entry.js';
import { isOutcomeEvent, outcomeIdOf, outcomeStream } from './streams.js';
import { Histories } from './verify/histories.js';

/** What was asked: a collaboration, and the days on which things happened; an absent bound is open. */
export interface ClaimsQuestion {
  readonly collaboration: CollaborationId;
  readonly from?: CivilDate;
  readonly to?: CivilDate;
}

/** Claims beside what is distinct, as of one entry. */
export interface ClaimsAnswer {
  readonly asAt: AnswerAsAt;
  readonly query: ClaimsQuestion;
  /** What has to be said of any of the figures. */
  readonly labels: readonly Label[];
  readonly rows: readonly AnsweredClaims[];
  /** Measures whose rule does not let them be added up over units, forces, grades or months, as this would: they are left out. Absent when there is none. */
  readonly notAdded?: readonly MeasureId[];
}

/** One measure as it is claimed and as the region has it, and what has to be said of these figures. */
export interface AnsweredClaims extends ClaimsRow {
  readonly measuredIn: MeasuredIn;
  readonly labels: readonly Label[];
}

/** An outcome that is shared, and what has to be said of it. */
export type SharedWithLabels = SharedOutcome & { readonly labels: readonly Label[] };

/**
 * Answers what units claim of each measure and what the region has, each item once: as it stands, or as at any entry. Replays the ledger, and reads the streams of those
 * outcomes alone that several units claim or that are linked. Refuses unknown-collaboration; throws `Unreadable` for a point beyond the ledger.
 */
export async function claimsFor(
  ledger: Ledger,
  question: ClaimsQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<ClaimsAnswer>> {
  const { collaboration } = question;
  if ((await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const nothing: Shares = { ...nothingKnown, histories: new Histories(), ids: new Set() };
  const state = await replayedTo(ledger.store, asAt, nothing, (before, entries) =>
    advanceShares(question, before, entries),
  );
  const shared: SharedWithLabels[] = [];
  for (const id of state.ids) {
    const decided = await outcomeAt(ledger.store, id, state.entry);
    const outcome = decided && sharedOutcome(decided, state.histories);
    if (outcome !== undefined) shared.push(outcome);
  }
  return checked(claimsAnswer(question, state, shared));
}

/** Answers with claims from the totals of a period and the outcomes that are shared, both as of the same entry. */
export function claimsAnswer(
  question: ClaimsQuestion,
  { entry, knownAt, totals, catalogue }: Standing,
  shared: readonly SharedWithLabels[],
): ClaimsAnswer {
  const own = [...totals.values()].filter((total) => total.collaboration === question.collaboration);
  const notAdded = measuresNotAdded({ ...question, by: ['measure'] }, catalogue);
  const all = claimsOf(own, shared, question).filter(({ measure }) => !notAdded.includes(measure));
  const rows = all.map((row) => ({
    ...row,
    measuredIn: catalogue.measures.get(row.measure)?.measuredIn ?? 'count',
    labels: labelsOf(row, own, shared),
  }));
  const labels = LABELS.filter((label) => rows.some((row) => row.labels.includes(label)));
  const said = notAdded.length > 0 && { notAdded };
  return { asAt: { entry, knownAt: knownAt ?? null }, query: question, labels, rows, ...said };
}

/** Those of the totals, and of claims that posted nothing: a count goes to one unit, and each that claims it is among the claimed. */
function labelsOf(
  { measure }: ClaimsRow,
  totals: readonly Total[],
  shared: readonly SharedWithLabels[],
): readonly Label[] {
  const said = totals.filter((total) => total.measure === measure).flatMap(({ labels }) => toLabels(labels));
  const claimed = shared.filter(({ postings }) => postings.some((posting) => posting.measure === measure));
  const all = new Set([...said, ...claimed.flatMap(({ labels }) => labels)]);
  return LABELS.filter((label) => all.has(label));
}

/** An outcome, where claims and credit of it differ: several units claim it, or it is linked as a duplicate. What was rejected is neither. */
export function sharedOutcome(
  { outcome, restsOn, recordedAt }: Decided,
  histories: Histories,
): SharedWithLabels | undefined {
  if (outcome.status !== 'recorded' || outcome.held?.finding === 'rejected') return undefined;
  const isShared = outcome.claims.length > 0 || outcome.duplicateOf !== undefined;
  return isShared ? { ...outcome, ...histories.contextAt(outcome.collaboration, restsOn, recordedAt) } : undefined;
}

/** The ledger as it stood, the agreements at every revision until then, and which outcomes were ever claimed by a further unit or linked. */
interface Shares extends Standing {
  readonly histories: Histories;
  readonly ids: Set<OutcomeId>;
}

function advanceShares(question: ClaimsQuestion, state: Shares, entries: readonly Entry[]): Shares {
  const { histories, ids } = state;
  for (const { event, stream } of entries) {
    histories.add({ event });
    const isShare = event.type === 'OutcomeClaimed' || event.type === 'OutcomeLinked';
    const id = outcomeIdOf(stream);
    if (isShare && id !== undefined && event.collaboration === question.collaboration) ids.add(id);
  }
  return { ...advanceStanding(state, entries, question), histories, ids };
}

/** An outcome as at an entry. */
async function outcomeAt(store: EventStore, id: OutcomeId, upTo: number): Promise<Decided | undefined> {
  const entries = decodeAll(await store.readStream(outcomeStream(id)));
  let decided: Decided | undefined;
  for (const { number, entry } of entries) {
    const { event, recordedAt } = entry;
    const isPast = number !== undefined && number <= upTo;
    if (isPast && isOutcomeEvent(event)) decided = advanceDecided(decided, { event, recordedAt });
  }
  return decided;
}
