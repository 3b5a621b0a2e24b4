import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { assessChange } from './assess-change.js';
import { withStage, type AssetStage } from './asset-stages.js';
import type { AssetStageReached } from './events.js';
import { atStages } from './facts.js';
import type { Outcome } from './outcome.js';
import type { OutcomeContext } from './record-outcome.js';

export interface RecordAssetStage {
  readonly outcomeId: OutcomeId;
  readonly stage: AssetStage;
}

/**
 * Decides on a stage that an asset reached. It goes among the others by its own date, and the event posts what it changes: each stage counts in its own measure on its
 * own day, shared as the asset itself was. All of the asset is claimed again, because nobody has looked at it with this stage.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, stage-out-of-order (of what is no asset; otherwise with the allowed stages
 * named), then whatever recording the asset with its stages would be refused for.
 */
export function recordAssetStage(
  { outcomeId, stage }: RecordAssetStage,
  outcome: Outcome,
  context: OutcomeContext,
): Decision<AssetStageReached> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
  const { kind } = outcome.details;
  if (kind !== 'asset') {
    const because = `an outcome of the kind ${kind} has no stages`;
    return refuse({ code: 'stage-out-of-order', field: 'stage', because, allowed: [] });
  }
  const assessed = assessChange(atStages(outcome, withStage(outcome.stages, stage)), outcome, context);
  if (!assessed.ok) return refuse(assessed.refusal);
  return accept({
    type: 'AssetStageReached',
    collaboration: outcome.collaboration,
    labels: assessed.value.labels,
    postings: assessed.value.postings,
    restsOn: { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision },
    stage,
  });
}
