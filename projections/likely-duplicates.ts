import { byCodeUnit, type OutcomeId } from '../src/domain/identifiers.js';
import type { OutcomeDetails } from '../src/domain/outcome/events.js';
import { daysApart, likeness, MOST_DAYS_APART } from '../src/domain/outcome/likeness.js';

/** An outcome that stands and is linked to nothing. */
export interface Candidate {
  readonly id: OutcomeId;
  readonly firstEntry: number;
  readonly details: OutcomeDetails;
}

/** Two outcomes that may be one: the one that was recorded first, and why they are alike. */
export interface LikelyDuplicate {
  readonly first: Candidate;
  readonly second: Candidate;
  readonly because: readonly string[];
}

/** The pairs that were asked for, and how many there are beyond them. */
export interface LikelyDuplicates {
  readonly pairs: readonly LikelyDuplicate[];
  readonly leftOff: number;
}

/**
 * The pairs of outcomes that may be one, in the order in which their second was recorded: the first `limit` of them, and how many more there are. Compares those alone that have
 * force, kind and operation in common.
 */
export function likelyDuplicates(candidates: readonly Candidate[], limit: number): LikelyDuplicates {
  const groups = Map.groupBy(candidates, ({ details }) =>
    [details.kind, details.leadForce, details.operation].join(' '),
  );
  let found = 0;
  let kept: LikelyDuplicate[] = [];
  for (const group of groups.values())
    for (const pair of pairsIn(group)) {
      found += 1;
      kept.push(pair);
      // Of many outcomes alike there are far more pairs than outcomes, which nobody reads and no memory holds.
      if (kept.length > 2 * limit) kept = firstOf(kept, limit);
    }
  const pairs = firstOf(kept, limit);
  return { pairs, leftOff: found - pairs.length };
}

function firstOf(pairs: readonly LikelyDuplicate[], limit: number): LikelyDuplicate[] {
  return pairs
    .toSorted((a, b) => a.second.firstEntry - b.second.firstEntry || a.first.firstEntry - b.first.firstEntry)
    .slice(0, limit);
}

function* pairsIn(group: readonly Candidate[]): Generator<LikelyDuplicate> {
  const byDay = [...group].sort((a, b) => byCodeUnit(a.details.occurredOn, b.details.occurredOn));
  for (const [i, one] of byDay.entries())
    for (let j = i + 1; j < byDay.length; j += 1) {
      const other = byDay[j];
      if (other === undefined || daysApart(one.details.occurredOn, other.details.occurredOn) > MOST_DAYS_APART) break;
      const because = likeness(one.details, other.details);
      const [first, second] = one.firstEntry < other.firstEntry ? [one, other] : [other, one];
      if (because !== undefined) yield { first, second, because };
    }
}
