import { answerComparison, type ComparisonAnswer, type ComparisonQuestion } from '../../projections/comparison.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import { gapAfter, standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';

/** There are few costs beside other outcomes: some for each unit, line and year. All are read at once, so that they are as of one entry. */
const EVERY_COST = 2_000_000_000;

/**
 * Answers with what the regional response cost against what one force alone would have spent: from the outcomes at rest, or by replaying the ledger
 * when it is asked as at some point. Refuses unknown-collaboration and unknown-unit; throws `Unreadable` for a point beyond the ledger.
 */
export async function comparisonFor(
  ledger: Ledger,
  question: ComparisonQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<ComparisonAnswer>> {
  const { collaboration: id, unit } = question;
  const collaboration = await ledger.agreements.collaboration(id);
  if (collaboration === undefined) return failed({ code: 'unknown-collaboration', collaboration: id });
  if (unit !== undefined && !collaboration.units.has(unit)) {
    const known = [...collaboration.units.keys()];
    return failed({ code: 'unknown-unit', unit, collaboration: id, known });
  }
  if (asAt !== undefined) {
    const { entry, knownAt, kept } = await standingAt(ledger.store, asAt, {}, 'cost');
    return checked(answerComparison(question, { entry, knownAt: knownAt ?? null }, kept.values()));
  }
  const query = { collaboration: id, kind: 'cost', limit: EVERY_COST } as const;
  const { asAt: checkpoint, rows } = await ledger.model.outcomes(query);
  const { entry, knownAt } = checkpoint;
  return checked({ ...answerComparison(question, { entry, knownAt: knownAt ?? null }, rows), ...gapAfter(checkpoint) });
}
