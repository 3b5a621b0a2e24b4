import { claimsOf, type ClaimsRow, type SharedOutcome } from '../../projections/claims.js';
import type { AnswerAsAt } from '../../projections/answers.js';
import { toLabels } from '../../projections/labels.js';
import type { Total } from '../../projections/totals.js';
import type { CivilDate } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId, OutcomeId } from '../domain/identifiers.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from '../domain/measure/catalogue.js';
import type { MeasuredIn } from '../domain/measure/events.js';
import type { OutcomeEvent } from '../domain/outcome/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import { LABELS, type Label } from '../domain/posting.js';
import { standingAt } from './answer-totals.js';
import type { AsAt, Standing } from './as-at.js';
import type { EventStore } from './event-store.js';
import { pages } from './fold-into.js';
import type { Ledger } from './ledger.js';
import { decodeAll, decodeStored } from './stored-entry.js';
import { isMeasureEvent, isOutcomeEvent, MEASURE_CATALOGUE, outcomeIdOf, outcomeStream } from './streams.js';

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
  const standing = await standingAt(ledger.store, asAt, question);
  const shared = await sharedAt(ledger.store, standing.entry, collaboration);
  return checked(claimsAnswer(question, standing, shared));
}

/** Answers with claims from the totals of a period and the outcomes that are shared, both as of the same entry. */
export function claimsAnswer(
  question: ClaimsQuestion,
  { entry, knownAt, totals, catalogue }: Standing,
  shared: readonly SharedWithLabels[],
): ClaimsAnswer {
  const own = [...totals.values()].filter((total) => total.collaboration === question.collaboration);
  const rows = claimsOf(own, shared, question).map((row) => ({
    ...row,
    measuredIn: catalogue.measures.get(row.measure)?.measuredIn ?? 'count',
    labels: labelsOf(row, own, shared),
  }));
  const labels = LABELS.filter((label) => rows.some((row) => row.labels.includes(label)));
  return { asAt: { entry, knownAt: knownAt ?? null }, query: question, labels, rows };
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
export function sharedOutcome(outcome: Outcome, catalogue: Catalogue | undefined): SharedWithLabels | undefined {
  if (outcome.status !== 'recorded' || outcome.held?.finding === 'rejected') return undefined;
  const isShared = outcome.claims.length > 0 || outcome.duplicateOf !== undefined;
  return isShared ? { ...outcome, catalogue: catalogue ?? emptyCatalogue } : undefined;
}

/** The revision of the catalogue that an event was worked out by; `undefined` for one that was not, as a link is, which rests on the other outcome. */
export function catalogueBehind(event: OutcomeEvent): number | undefined {
  return 'restsOn' in event && 'measureCatalogue' in event.restsOn ? event.restsOn.measureCatalogue : undefined;
}

const PAGE = 2000;
/** How the lines end, in canonical form, that make an outcome's claims differ from its credit. */
const SHARING = ['"type":"OutcomeClaimed"}', '"type":"OutcomeLinked"}'];

async function sharedAt(
  store: EventStore,
  entry: number,
  collaboration: CollaborationId,
): Promise<readonly SharedWithLabels[]> {
  const ids = new Set<OutcomeId>();
  for await (const lines of pages(store, -1, entry, PAGE))
    for (const stored of lines.filter(({ line }) => SHARING.some((ending) => line.endsWith(ending)))) {
      const { event, stream } = decodeStored(stored);
      const id = outcomeIdOf(stream);
      if (id !== undefined && isOutcomeEvent(event) && event.collaboration === collaboration) ids.add(id);
    }
  const catalogues = await allCatalogues(store);
  const outcomes: SharedWithLabels[] = [];
  for (const id of ids) {
    const { outcome, restedOn } = await outcomeAt(store, id, entry);
    const shared = sharedOutcome(outcome, catalogues[restedOn]);
    if (shared !== undefined) outcomes.push(shared);
  }
  return outcomes;
}

/** The catalogue of measures at each of its revisions. */
async function allCatalogues(store: EventStore): Promise<readonly Catalogue[]> {
  const catalogues: Catalogue[] = [];
  for (const { entry } of decodeAll(await store.readStream(MEASURE_CATALOGUE)))
    if (isMeasureEvent(entry.event)) catalogues.push(evolveCatalogue(catalogues.at(-1) ?? emptyCatalogue, entry.event));
  return catalogues;
}

/** An outcome as at an entry, and the revision of the catalogue by which it was last worked out. */
async function outcomeAt(
  store: EventStore,
  id: OutcomeId,
  upTo: number,
): Promise<{ readonly outcome: Outcome; readonly restedOn: number }> {
  const entries = decodeAll(await store.readStream(outcomeStream(id)));
  const events = entries
    .filter(({ number }) => number !== undefined && number <= upTo)
    .map(({ entry }) => entry.event)
    .filter(isOutcomeEvent);
  const restedOn = events.map(catalogueBehind).findLast((revision) => revision !== undefined);
  return { outcome: events.reduce(evolveOutcome, unrecorded), restedOn: restedOn ?? -1 };
}
