import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import { isSame } from '../same.js';
import { assessChange } from './assess-change.js';
import { withStageReplaced, type AssetStage } from './asset-stages.js';
import type { AssetStageCorrected, CORRECTION_REASONS } from './events.js';
import { atStages, unheld } from './facts.js';
import type { Outcome } from './outcome.js';
import type { OutcomeContext } from './record-outcome.js';

export interface CorrectAssetStage {
  readonly outcomeId: OutcomeId;
  /** Which of the stages after the first, in the order of their dates; the first of them is 1. */
  readonly number: number;
  readonly reason: (typeof CORRECTION_REASONS)[number];
  /** What it is instead; `undefined` when it never was. */
  readonly stage?: AssetStage | undefined;
}

/**
 * Decides on putting a stage right that was told wrongly, or on taking it away. All stages are then checked anew, and the event posts the differences. A court that
 * changes its mind is no correction: that is the stage `varied`. A stage whose day stays the same stays before those of its day that came after it.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, unknown-stage, unchanged, then whatever recording the asset with its stages
 * would be refused for.
 */
export function correctAssetStage(
  { outcomeId, number, reason, stage }: CorrectAssetStage,
  outcome: Outcome,
  context: OutcomeContext,
): Decision<AssetStageCorrected> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: outcomeId });
  const standing = outcome.stages[number - 1];
  if (standing === undefined) return refuse({ code: 'unknown-stage', number, stages: outcome.stages.length });
  if (isSame(standing, stage)) return refuse({ code: 'unchanged' });
  const keepsPlace = context.asBefore !== true && standsBeforeOthers(outcome.stages, number, stage);
  const assessed = assessChange(
    atStages(unheld(outcome), withStageReplaced(outcome.stages, number, stage, keepsPlace)),
    outcome,
    context,
  );
  if (!assessed.ok) return refuse(assessed.refusal);
  return accept({
    type: 'AssetStageCorrected',
    collaboration: outcome.collaboration,
    ...(keepsPlace && { keepsPlace }),
    labels: assessed.value.labels,
    number,
    postings: assessed.value.postings,
    reason,
    restsOn: { collaboration: context.collaboration.revision, measureCatalogue: context.catalogue.revision },
    ...(stage !== undefined && { stage }),
  });
}

/** Whether a stage is put right on its own day, on which others came after it: by its date alone it would go behind them. */
function standsBeforeOthers(stages: readonly AssetStage[], number: number, by: AssetStage | undefined): boolean {
  const [standing, next] = stages.slice(number - 1, number + 1);
  return by !== undefined && standing?.occurredOn === by.occurredOn && next?.occurredOn === by.occurredOn;
}
