import { checked, type Checked } from '../decision.js';
import { differences, type Posting } from '../posting.js';
import { checkDifferences } from './credit.js';
import type { Facts } from './facts.js';
import { assessOutcome, type Assessment, type OutcomeContext } from './record-outcome.js';

/**
 * What a command posts that changes the facts of an outcome: the differences between what it had posted and what its facts come to now (decision 0016). Refuses what
 * the facts meet (see `assessOutcome`), and amount-out-of-range for a difference that no line can hold; two changes can then do what one cannot.
 */
export function assessChange(
  facts: Facts,
  { postings: before }: { readonly postings: readonly Posting[] },
  context: OutcomeContext,
): Checked<Assessment> {
  const assessed = assessOutcome(facts, context);
  if (!assessed.ok) return assessed;
  const postings = differences(before, assessed.value.postings);
  const inRange = checkDifferences(facts.details, postings);
  return inRange.ok ? checked({ ...assessed.value, postings }) : inRange;
}
