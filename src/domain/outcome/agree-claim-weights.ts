import { accept, refuse, type Decision } from '../decision.js';
import { byCodeUnit, type OutcomeId, type UnitId } from '../identifiers.js';
import { isSame } from '../same.js';
import { assessChange } from './assess-change.js';
import type { ClaimWeightsAgreed } from './events.js';
import { tellings, type Facts } from './facts.js';
import type { Outcome } from './outcome.js';
import type { OutcomeContext } from './record-outcome.js';

export interface AgreeClaimWeights {
  readonly outcomeId: OutcomeId;
  /** A weight for each unit that claims; only the proportions matter. */
  readonly weights: Readonly<Record<UnitId, bigint>>;
}

/**
 * Decides on sharing an item among the units that claim it by weights that they agreed, in the place of equal parts. The weights hold while they name just the units
 * that claim: while another claims too, or one of them no more, the parts are equal.
 *
 * Refuses unknown-outcome, withdrawn, not-claimed (of a unit that is named and has no claim), no-weights (for a claiming unit left out, or when all are zero), unchanged.
 */
export function agreeClaimWeights(
  { outcomeId, weights }: AgreeClaimWeights,
  outcome: Outcome,
  context: OutcomeContext,
): Decision<ClaimWeightsAgreed> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
  const units = tellings(outcome).map(({ unit }) => unit);
  const named = (Object.keys(weights) as UnitId[]).sort(byCodeUnit);
  const stranger = named.find((unit) => !units.includes(unit));
  if (stranger !== undefined)
    return refuse({ code: 'not-claimed', field: `weights.${stranger}`, unit: stranger, units });
  const leftOut = units.find((unit) => !named.includes(unit));
  if (leftOut !== undefined) return refuse({ code: 'no-weights', field: `weights.${leftOut}`, unit: leftOut });
  if (!named.some((unit) => (weights[unit] ?? 0n) > 0n)) return refuse({ code: 'no-weights', field: 'weights' });
  if (isSame(outcome.claimWeights, weights)) return refuse({ code: 'unchanged' });
  const facts: Facts = { ...outcome, claimWeights: weights, grade: 'claimed' };
  const assessed = assessChange(facts, outcome, context);
  if (!assessed.ok) return refuse(assessed.refusal);
  return accept({
    type: 'ClaimWeightsAgreed',
    collaboration: outcome.collaboration,
    labels: assessed.value.labels,
    postings: assessed.value.postings,
    restsOn: { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision },
    weights,
  });
}
