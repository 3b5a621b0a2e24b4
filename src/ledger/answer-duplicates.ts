import type { AnswerAsAt } from '../../projections/answers.js';
import { likelyDuplicates, type Candidate, type LikelyDuplicates } from '../../projections/likely-duplicates.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import { isWithin } from '../domain/civil-date.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import type { OutcomeId } from '../domain/identifiers.js';
import type { ClaimsQuestion } from './answer-claims.js';
import { standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import { pages } from './fold-into.js';
import type { Ledger } from './ledger.js';
import { decodeAll } from './stored-entry.js';
import { isOutcomeEvent, outcomeIdOf } from './streams.js';

/** Likely duplicates, as of one entry. */
export interface DuplicatesAnswer extends LikelyDuplicates {
  readonly asAt: AnswerAsAt;
  readonly query: ClaimsQuestion;
}

/** So many pairs are answered at most, and so many unless more are asked for. */
export const MOST_PAIRS = 1000;
const USUAL_PAIRS = 100;

const PAGE = 2000;

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
  const { entry, knownAt } = await standingAt(store, asAt, question);
  const rows = new Map<OutcomeId, ListedOutcome>();
  for await (const lines of pages(store, -1, entry, PAGE))
    for (const { number, entry: found } of decodeAll(lines)) {
      const id = outcomeIdOf(found.stream);
      if (id === undefined || !isOutcomeEvent(found.event) || found.event.collaboration !== collaboration) continue;
      rows.set(id, evolveListed(rows.get(id), id, number, found.event));
    }
  const candidates = [...rows.values()].flatMap(({ id, firstEntry, outcome }): Candidate[] => {
    if (outcome.status !== 'recorded' || outcome.duplicateOf !== undefined) return [];
    const isOut = outcome.held?.finding === 'rejected' || !isWithin(outcome.details.occurredOn, from, to);
    return isOut ? [] : [{ id, firstEntry, details: outcome.details }];
  });
  const found = likelyDuplicates(candidates, limit);
  return checked({ asAt: { entry, knownAt: knownAt ?? null }, query: question, ...found });
}
