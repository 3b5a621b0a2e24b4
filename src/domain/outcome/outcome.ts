import type { CollaborationId } from '../identifiers.js';
import { placeOf, type Label, type Posting } from '../posting.js';
import { unreachable } from '../unreachable.js';
import type { OutcomeDetails, OutcomeEvent } from './events.js';
import { asRetold, asTold, atStages, unheld, type Facts } from './facts.js';
import type { FindingEvent } from './finding-events.js';
import { withStage, withStageReplaced } from './asset-stages.js';

/** An outcome as its own stream tells it. */
export type Outcome =
  | { readonly status: 'unrecorded' }
  | ({
      readonly status: 'recorded';
      readonly collaboration: CollaborationId;
      readonly labels: readonly Label[];
      /** All that it has posted so far, one posting for each place. */
      readonly postings: readonly Posting[];
    } & Facts)
  | { readonly status: 'withdrawn'; readonly collaboration: CollaborationId; readonly details: OutcomeDetails };

export const unrecorded: Outcome = { status: 'unrecorded' };

/** Folds one event into an outcome. Total: an event that cannot follow leaves the outcome as it was, and `verify` reports it. */
export function evolveOutcome(outcome: Outcome, event: OutcomeEvent): Outcome {
  switch (event.type) {
    case 'OutcomeRecorded':
      if (outcome.status !== 'unrecorded') return outcome;
      return {
        status: 'recorded',
        collaboration: event.collaboration,
        ...asTold(event.outcome),
        labels: event.labels,
        postings: event.postings,
      };
    case 'OutcomeCorrected':
      if (outcome.status !== 'recorded') return outcome;
      return {
        ...unheld(outcome),
        ...asRetold(outcome, event.outcome),
        labels: event.labels,
        postings: added(outcome.postings, event.postings),
      };
    case 'AssetStageReached':
      if (outcome.status !== 'recorded') return outcome;
      return {
        ...atStages(outcome, withStage(outcome.stages, event.stage)),
        labels: event.labels,
        postings: added(outcome.postings, event.postings),
      };
    case 'AssetStageCorrected':
      if (outcome.status !== 'recorded') return outcome;
      return {
        ...atStages(unheld(outcome), withStageReplaced(outcome.stages, event.number, event.stage)),
        labels: event.labels,
        postings: added(outcome.postings, event.postings),
      };
    case 'OutcomeValidated':
      return found(outcome, event, { grade: 'validated' });
    case 'OutcomeAudited':
      return found(outcome, event, { grade: 'audited' });
    case 'OutcomeQueried':
      return found(outcome, event, { grade: 'claimed', held: { finding: 'queried', reason: event.reason } });
    case 'OutcomeQueryAnswered':
      return found(outcome, event, { grade: 'claimed' });
    case 'OutcomeRejected':
      return found(outcome, event, { grade: 'claimed', held: { finding: 'rejected', reason: event.reason } });
    case 'OutcomeWithdrawn':
      if (outcome.status !== 'recorded') return outcome;
      return { status: 'withdrawn', collaboration: outcome.collaboration, details: outcome.details };
    default:
      return unreachable(event);
  }
}

/** A finding says anew how far an outcome is assured and what holds it; what was told of it stays. */
function found(outcome: Outcome, { postings }: FindingEvent, finding: Pick<Facts, 'grade' | 'held'>): Outcome {
  if (outcome.status !== 'recorded') return outcome;
  return { ...unheld(outcome), ...finding, postings: added(outcome.postings, postings) };
}

/** Adds postings place by place; a place that comes to nothing is dropped unless nothing is what was recorded there. */
function added(before: readonly Posting[], more: readonly Posting[]): readonly Posting[] {
  const places = new Map(before.map((posting) => [placeOf(posting), posting]));
  for (const posting of more) {
    const was = places.get(placeOf(posting));
    const amount = (was?.amount ?? 0n) + posting.amount;
    if (amount === 0n && was !== undefined) places.delete(placeOf(posting));
    else places.set(placeOf(posting), { ...posting, amount });
  }
  return [...places.values()];
}
