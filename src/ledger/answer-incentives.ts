import { COLLECTED_MEASURES } from '../../projections/collected.js';
import { answerIncentives, type IncentivesAnswer } from '../../projections/incentive-answer.js';
import type { IncentiveQuestion } from '../../projections/incentives.js';
import { checked, failed, type Checked } from '../domain/decision.js';
import { noIncentives } from '../domain/incentive/incentives.js';
import { gapAfter, standingAt } from './answer-totals.js';
import type { AsAt } from './as-at.js';
import { incentivesAt } from './incentives.js';
import type { Ledger } from './ledger.js';

/** Assets of which something was collected in a period are few beside other outcomes. All are read at once, so that they are as of one entry. */
const EVERY_ASSET = 2_000_000_000;

/**
 * Answers with what was given back of what was collected: from the outcomes at rest, or by replaying the ledger when it is asked as at some point. Where a receipt
 * was told a moment ago and the figures at rest are not there yet, it replays as well, so that what was recorded is found at once. Refuses
 * unknown-collaboration; throws `Unreadable` for a point beyond the ledger.
 */
export async function incentivesFor(
  ledger: Ledger,
  question: IncentiveQuestion,
  asAt: AsAt | undefined,
): Promise<Checked<IncentivesAnswer>> {
  const { collaboration } = question;
  if ((await ledger.agreements.collaboration(collaboration)) === undefined)
    return failed({ code: 'unknown-collaboration', collaboration });
  const atRest = asAt === undefined ? await answerAtRest(ledger, question) : undefined;
  if (atRest !== undefined) return checked(atRest);
  const { entry, knownAt, kept, incentives } = await standingAt(ledger.store, asAt, {}, 'asset');
  const known = incentives.get(collaboration) ?? noIncentives;
  return checked(answerIncentives(question, { entry, knownAt: knownAt ?? null }, known, kept.values()));
}

/** `undefined` while the figures at rest are behind what is recorded of receipts, unless they stopped and will not catch up. */
async function answerAtRest(ledger: Ledger, question: IncentiveQuestion): Promise<IncentivesAnswer | undefined> {
  const { collaboration, from, to } = question;
  const query = { collaboration, kind: 'asset', measures: COLLECTED_MEASURES, from, to, limit: EVERY_ASSET } as const;
  const { asAt, rows } = await ledger.model.outcomes(query);
  // After the rows, so that nothing up to their entry is missing from it.
  const latest = await incentivesAt(ledger, collaboration, Number.MAX_SAFE_INTEGER);
  const isBehind = latest.lastEntry > asAt.entry;
  if (isBehind && asAt.stoppedBecause === undefined) return undefined;
  const { incentives } = isBehind ? await incentivesAt(ledger, collaboration, asAt.entry) : latest;
  const place = { entry: asAt.entry, knownAt: asAt.knownAt ?? null };
  return { ...answerIncentives(question, place, incentives, rows), ...gapAfter(asAt) };
}
