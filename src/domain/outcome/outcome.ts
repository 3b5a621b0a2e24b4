import type { CollaborationId } from '../identifiers.js';
import { placeOf, type Label, type Posting } from '../posting.js';
import { unreachable } from '../unreachable.js';
import type { OutcomeDetails, OutcomeEvent } from './events.js';
import { asTold, atStages, unheld, withoutClaim, withTelling, type Facts } from './facts.js';
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
      // Withdrawal is final, except that an item may be told of again: its stream is its own for good.
      if (outcome.status === 'recorded' || (outcome.status === 'withdrawn' && event.outcome.item === undefined))
        return outcome;
      return {
        status: 'recorded',
        collaboration: event.collaboration,
        ...asTold(event.outcome),
        labels: event.labels,
        postings: event.postings,
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
    case 'OutcomeCorrected':
    case 'AssetStageReached':
    case 'AssetStageCorrected':
    case 'OutcomeClaimed':
    case 'ClaimWithdrawn':
    case 'ClaimWeightsAgreed':
    case 'OutcomeLinked':
    case 'OutcomeUnlinked':
    case 'DuplicatesNoted':
      return outcome.status === 'recorded' ? changeFacts(outcome, event) : outcome;
    default:
      return unreachable(event);
  }
}

type Recorded = Extract<Outcome, { status: 'recorded' }>;
/** What changes the facts of an outcome other than how it was found. */
type ChangingEvent = Exclude<OutcomeEvent, FindingEvent | { type: 'OutcomeRecorded' | 'OutcomeWithdrawn' }>;

function changeFacts(outcome: Recorded, event: ChangingEvent): Outcome {
  const facts = factsAfter(outcome, event);
  if (facts === undefined)
    return { status: 'withdrawn', collaboration: outcome.collaboration, details: outcome.details };
  const { status, collaboration } = outcome;
  return {
    status,
    collaboration,
    ...facts,
    labels: event.labels,
    postings: added(outcome.postings, event.postings),
  };
}

/** The facts as an event leaves them; `undefined` when no claim is left. Credit that is shared anew has to be looked at anew, so it falls back to claimed. */
function factsAfter(
  { status: _, collaboration: __, labels: ___, postings: ____, ...facts }: Recorded,
  event: ChangingEvent,
): Facts | undefined {
  switch (event.type) {
    case 'OutcomeCorrected':
      return { ...unheld(withTelling(facts, event.claim ?? facts.details.unit, event.outcome)), grade: 'claimed' };
    case 'AssetStageReached':
      return atStages(facts, withStage(facts.stages, event.stage));
    case 'AssetStageCorrected':
      return atStages(unheld(facts), withStageReplaced(facts.stages, event.number, event.stage, event.keepsPlace));
    case 'OutcomeClaimed':
      return { ...facts, claims: [...facts.claims, event.outcome], grade: 'claimed' };
    case 'ClaimWithdrawn': {
      const left = withoutClaim(facts, event.claim);
      return left && { ...left, grade: 'claimed' };
    }
    case 'ClaimWeightsAgreed':
      return { ...facts, claimWeights: event.weights, grade: 'claimed' };
    case 'OutcomeLinked':
      return { ...facts, duplicateOf: event.duplicateOf };
    case 'OutcomeUnlinked': {
      const { duplicateOf: _link, ...unlinked } = facts;
      return event.fellBackFrom === undefined ? unlinked : { ...unlinked, grade: 'claimed' };
    }
    case 'DuplicatesNoted':
      return { ...facts, duplicates: event.duplicates };
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
