import type { Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import { unreachable } from '../unreachable.js';
import type { IncentiveEvent, IncentiveFact } from './events.js';
import type { Incentives } from './incentives.js';
import { recordIncentiveReceipt } from './record-incentive-receipt.js';
import { setIncentiveScheme } from './set-incentive-scheme.js';

/** Decides on any fact about incentive receipts: the one way in, for those who record and for those who verify. */
export function decideIncentive(
  fact: IncentiveFact,
  incentives: Incentives,
  context: OutcomeContext,
): Decision<IncentiveEvent> {
  switch (fact.type) {
    case 'IncentiveSchemeSet':
      return setIncentiveScheme(fact, incentives, context);
    case 'IncentiveReceiptRecorded':
      return recordIncentiveReceipt(fact, incentives, context);
    default:
      return unreachable(fact);
  }
}
