import { claimsOf, type ClaimsRow, type SharedOutcome } from '../../projections/claims.js';
import type { AnswerAsAt } from '../../projections/answers.js';
import type { CivilDate } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { CollaborationId, OutcomeId } from '../domain/identifiers.js';
import type { MeasuredIn } from '../domain/measure/events.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import { standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { EventStore } from './event-store.js';
import { pages } from './fold-into.js';
import type { Ledger } from './ledger.js';
import { decodeAll, decodeStored } from './stored-entry.js';
import { isOutcomeEvent, outcomeIdOf, outcomeStream } from './streams.js';

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
  readonly rows: readonly (ClaimsRow & { readonly measuredIn: MeasuredIn })[];
}

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
  const { entry, knownAt, totals, catalogue } = await standingAt(ledger.store, asAt, question);
  const shared = await sharedAt(ledger.store, entry, collaboration);
  const own = [...totals.values()].filter((total) => total.collaboration === collaboration);
  const rows = claimsOf(own, shared, question).map((row) => ({
    ...row,
    measuredIn: catalogue.measures.get(row.measure)?.measuredIn ?? 'count',
  }));
  return checked({ asAt: { entry, knownAt: knownAt ?? null }, query: question, rows });
}

const PAGE = 2000;
/** How the lines end, in canonical form, that make an outcome's claims differ from its credit. */
const SHARING = ['"type":"OutcomeClaimed"}', '"type":"OutcomeLinked"}'];

async function sharedAt(
  store: EventStore,
  entry: number,
  collaboration: CollaborationId,
): Promise<readonly SharedOutcome[]> {
  const ids = new Set<OutcomeId>();
  for await (const lines of pages(store, -1, entry, PAGE))
    for (const stored of lines.filter(({ line }) => SHARING.some((ending) => line.endsWith(ending)))) {
      const id = outcomeIdOf(decodeStored(stored).stream);
      if (id !== undefined) ids.add(id);
    }
  const outcomes: SharedOutcome[] = [];
  for (const id of ids) {
    const outcome = await outcomeAt(store, id, entry);
    if (outcome.status !== 'recorded' || outcome.collaboration !== collaboration) continue;
    const isShared = outcome.claims.length > 0 || outcome.duplicateOf !== undefined;
    if (isShared && outcome.held?.finding !== 'rejected') outcomes.push(outcome);
  }
  return outcomes;
}

async function outcomeAt(store: EventStore, id: OutcomeId, entry: number): Promise<Outcome> {
  const entries = decodeAll(await store.readStream(outcomeStream(id)));
  const known = entries.filter(({ number }) => number !== undefined && number <= entry);
  return known
    .map((each) => each.entry.event)
    .filter(isOutcomeEvent)
    .reduce(evolveOutcome, unrecorded);
}
