import { checked, failed, type Checked } from '../decision.js';
import { differences, type Posting } from '../posting.js';
import type { Refusal } from '../refusals.js';
import { checkDifferences } from './credit.js';
import type { Facts } from './facts.js';
import { assessOutcome, type Assessment, type OutcomeContext } from './record-outcome.js';

/**
 * What a command posts that changes the facts of an outcome: the differences between what it had posted and what its facts come to now (decision 0016). Refuses what
 * the facts meet (see `assessOutcome`), saying so where a day to come is one that is recorded already; and amount-out-of-range for a difference that no line can hold; two changes can then do what one cannot.
 */
export function assessChange(
  facts: Facts,
  before: Facts & { readonly postings: readonly Posting[] },
  context: OutcomeContext,
): Checked<Assessment> {
  const assessed = assessOutcome(facts, context);
  if (!assessed.ok) return failed(onRecord(assessed.refusal, before, context));
  const postings = differences(before.postings, assessed.value.postings);
  const inRange = checkDifferences(facts.details, postings);
  return inRange.ok ? checked({ ...assessed.value, postings }) : inRange;
}

/** A refusal that what is recorded meets too: entries of before such days were refused hold some, and who changes something else never told them. */
function onRecord(refusal: Refusal, before: Facts, context: OutcomeContext): Refusal {
  if (refusal.code !== 'date-in-future') return refusal;
  const stood = assessOutcome(before, context);
  if (stood.ok || stood.refusal.code !== refusal.code) return refusal;
  const isSame = stood.refusal.field === refusal.field && stood.refusal.date === refusal.date;
  return isSame ? { ...refusal, isOnRecord: true } : refusal;
}
