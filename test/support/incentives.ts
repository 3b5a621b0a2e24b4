import { decideIncentive } from '../../src/domain/incentive/decide-incentive.js';
import type { IncentiveEvent, IncentiveFact, IncentiveTold } from '../../src/domain/incentive/events.js';
import { evolveIncentives, noIncentives, type Incentives } from '../../src/domain/incentive/incentives.js';
import type { OutcomeId, RecipientId } from '../../src/domain/identifiers.js';
import type { Decision } from '../../src/domain/decision.js';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import type { OutcomeEvent } from '../../src/domain/outcome/events.js';
import { recordAssetStage } from '../../src/domain/outcome/record-asset-stage.js';
import { recordOutcome } from '../../src/domain/outcome/record-outcome.js';
import { evolveListed, type ListedOutcome } from '../../projections/outcome-list.js';
import { day, given, id, uuidEnding } from './given-when-then.js';
import { asset, contextAfter, WEST, YORKSHIRE } from './yorkshire.js';

export const POLICE = id<RecipientId>('police');
export const HOME_OFFICE = id<RecipientId>('home-office');
export const COURTS = id<RecipientId>('courts');
export const PROSECUTION = id<RecipientId>('crown-prosecution-service');

type Scheme = IncentiveTold<'IncentiveSchemeSet'>;
type Receipt = IncentiveTold<'IncentiveReceiptRecorded'>;

/** How confiscated money is given back in these specs: 50%, 18.75%, 18.75% and 12.5%, assumed. */
export function scheme(changes: Partial<Scheme> = {}): Scheme {
  return {
    type: 'IncentiveSchemeSet',
    collaboration: YORKSHIRE,
    route: 'confiscation',
    version: 1,
    from: day('2009-04-01'),
    weights: { [HOME_OFFICE]: 8n, [POLICE]: 3n, [PROSECUTION]: 3n, [COURTS]: 2n },
    sharesInterest: true,
    assumed: true,
    source: 'a scheme',
    ...changes,
  };
}

/** What one force was given for the first quarter of 2010. */
export function receipt(changes: Partial<Receipt> = {}): Receipt {
  return {
    type: 'IncentiveReceiptRecorded',
    collaboration: YORKSHIRE,
    route: 'confiscation',
    recipient: POLICE,
    force: WEST,
    from: day('2010-01-01'),
    to: day('2010-04-01'),
    receivedOn: day('2010-06-15'),
    amountPence: 18_750n,
    ...changes,
  };
}

/** What a collaboration has after some facts, all of which have to be taken. */
export function incentivesAfter(...facts: readonly IncentiveFact[]): Incentives {
  return facts.reduce((incentives, fact) => {
    const decision = decideIncentive(fact, incentives, contextAfter());
    if (!decision.accepted) throw new Error(`Refused: ${decision.refusal.code}`);
    return given<Incentives, IncentiveEvent>(evolveIncentives, incentives, ...decision.events);
  }, noIncentives);
}

/** An asset as it stands after its stages, all of which have to be taken. */
export function assetOnRecord(
  number: number,
  told: ReturnType<typeof asset>,
  stages: readonly AssetStage[],
): ListedOutcome {
  const outcomeId = uuidEnding<OutcomeId>(number);
  const first = recordOutcome({ collaboration: YORKSHIRE, outcome: told }, contextAfter());
  let row = listed(undefined, first);
  for (const stage of stages) row = listed(row, recordAssetStage({ outcomeId, stage }, row.outcome, contextAfter()));
  return row;

  function listed(was: ListedOutcome | undefined, decision: Decision<OutcomeEvent>): ListedOutcome {
    const event = decision.accepted ? decision.events[0] : undefined;
    if (event === undefined) throw new Error(decision.accepted ? 'Nothing to record.' : decision.refusal.code);
    return evolveListed(was, outcomeId, (was?.entry ?? number * 100) + 1, event);
  }
}
