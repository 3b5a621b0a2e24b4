import type { RecountAnswer, RecountQuestion } from '../../projections/recount.js';
import { failed, type Checked } from '../domain/decision.js';
import { replayedTo } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import type { Ledger } from './ledger.js';
import { advanceRecounting, nothingRecounted, recountOf } from './recounting.js';

/**
 * Says what a measure would come to in a period under one version of its rule, or under each of two, beside what is posted. Every outcome is decided again
 * by what its last entry rested on, with nothing changed but that rule; a sum is made of the parts that the version names. A view, which
 * writes nothing. Replays the ledger. Refuses unknown-collaboration, unknown-measure, also for a version that there is not, and non-additive.
 */
export async function recountFor(
  ledger: Ledger,
  question: RecountQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<RecountAnswer>> {
  const { collaboration } = question;
  if ((await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const state = await replayedTo(ledger.store, asAt, nothingRecounted(), (before, entries) =>
    advanceRecounting(question, before, entries),
  );
  return recountOf(question, state);
}
