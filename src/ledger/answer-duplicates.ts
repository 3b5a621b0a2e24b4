import type { AnswerAsAt } from '../../projections/answers.js';
import { likelyDuplicates, type Candidate, type LikelyDuplicates } from '../../projections/likely-duplicates.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import { isWithin } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { ClaimsQuestion } from './answer-claims.js';
import { replayedTo } from './answer-totals.js';
import { later, type AsAt, type Standing } from './as-at.js';
import type { Entry } from './codec/entry-line.js';
import { givingWay } from './giving-way.js';
import type { Ledger } from './ledger.js';
import { isOutcomeEvent, outcomeIdOf } from './streams.js';

/** Likely duplicates, as of one entry. */
export interface DuplicatesAnswer extends LikelyDuplicates {
  readonly asAt: AnswerAsAt;
  readonly query: ClaimsQuestion;
}

/** So many pairs are answered at most, and so many unless more are asked for. */
export const MOST_PAIRS = 1000;
const USUAL_PAIRS = 100;

/**
 * Lists the pairs of a collaboration's outcomes in a period that are likely to be one told twice, with the reason for the likeness, by replay: at most `limit`, and how many more there are. Those that are linked, withdrawn or
 * rejected are left out. Refuses unknown-collaboration; throws `Unreadable` for a point beyond the ledger.
 */
export async function duplicatesFor(
  { agreements, store }: Ledger,
  question: ClaimsQuestion,
  asAt: AsAt | undefined,
  limit = USUAL_PAIRS,
): Promise<Checked<DuplicatesAnswer>> {
  const { collaboration, from, to } = question;
  if ((await agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const nothing: Listing = { entry: -1, knownAt: undefined, rows: new Map() };
  const state = await replayedTo(store, asAt, nothing, (before, entries) => advanceListing(question, before, entries));
  const { entry, knownAt, rows } = state;
  const candidates = [...rows.values()].flatMap(({ id, firstEntry, outcome }): Candidate[] => {
    if (outcome.status !== 'recorded' || outcome.duplicateOf !== undefined) return [];
    const isOut = outcome.held?.finding === 'rejected' || !isWithin(outcome.details.occurredOn, from, to);
    return isOut ? [] : [{ id, firstEntry, details: outcome.details }];
  });
  const found = await givingWay(likelyDuplicates(candidates, limit));
  return checked({ asAt: { entry, knownAt: knownAt ?? null }, query: question, ...found });
}

/** The outcomes of one collaboration as they stood at an entry. */
interface Listing extends Pick<Standing, 'entry' | 'knownAt'> {
  readonly rows: Map<OutcomeId, ListedOutcome>;
}

/** Folds the next entries, in order, into a listing; the one before it is not to be used again. */
function advanceListing(
  { collaboration }: ClaimsQuestion,
  { entry, knownAt, rows }: Listing,
  entries: readonly Entry[],
): Listing {
  for (const [i, { event, stream }] of entries.entries()) {
    const id = outcomeIdOf(stream);
    if (id === undefined || !isOutcomeEvent(event) || event.collaboration !== collaboration) continue;
    rows.set(id, evolveListed(rows.get(id), id, entry + 1 + i, event));
  }
  const known = entries.reduce((moment, { recordedAt }) => later(moment, recordedAt), knownAt);
  return { entry: entry + entries.length, knownAt: known, rows };
}
