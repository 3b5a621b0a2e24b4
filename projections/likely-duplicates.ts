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

/** Every pair of outcomes that may be one, in the order in which their second was recorded. Compares those alone that have force, kind and operation in common. */
export function likelyDuplicates(candidates: readonly Candidate[]): readonly LikelyDuplicate[] {
  const groups = Map.groupBy(candidates, ({ details }) =>
    [details.kind, details.leadForce, details.operation].join(' '),
  );
  return [...groups.values()]
    .flatMap(pairsIn)
    .sort((a, b) => a.second.firstEntry - b.second.firstEntry || a.first.firstEntry - b.first.firstEntry);
}

function pairsIn(group: readonly Candidate[]): readonly LikelyDuplicate[] {
  const byDay = [...group].sort((a, b) => byCodeUnit(a.details.occurredOn, b.details.occurredOn));
  const pairs: LikelyDuplicate[] = [];
  for (const [i, one] of byDay.entries())
    for (let j = i + 1; j < byDay.length; j += 1) {
      const other = byDay[j];
      if (other === undefined || daysApart(one.details.occurredOn, other.details.occurredOn) > MOST_DAYS_APART) break;
      const because = likeness(one.details, other.details);
      const [first, second] = one.firstEntry < other.firstEntry ? [one, other] : [other, one];
      if (because !== undefined) pairs.push({ first, second, because });
    }
  return pairs;
}
