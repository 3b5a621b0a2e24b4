import { checked, failed, type Checked } from '../decision.js';
import type { PersonId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type { OutcomeEvent } from './events.js';
import { evolveOutcome, unrecorded, type Outcome } from './outcome.js';

/** What somebody did to an outcome that they may not vouch for afterwards. */
export type Deed = 'recorded' | 'corrected' | 'validated';

/** The first time that somebody did something to an outcome, by the revision of its entry. */
export interface Hand {
  readonly person: PersonId;
  readonly did: Deed;
  readonly revision: number;
}

/** An outcome together with those who had a hand in it: what a finding is decided on. */
export interface HandledOutcome {
  readonly outcome: Outcome;
  readonly hands: readonly Hand[];
  /** Of the last entry folded in; -1 before the first. */
  readonly revision: number;
}

export const untouched: HandledOutcome = { outcome: unrecorded, hands: [], revision: -1 };

/** Folds one event, and whoever's entry it is, into an outcome. Total, as `evolveOutcome` is. */
export function evolveHandled(handled: HandledOutcome, event: OutcomeEvent, person: PersonId): HandledOutcome {
  const revision = handled.revision + 1;
  const outcome = evolveOutcome(handled.outcome, event);
  const did = deedOf(event);
  const isNew = did !== undefined && !handled.hands.some((hand) => hand.person === person && hand.did === did);
  return { outcome, hands: isNew ? [...handled.hands, { person, did, revision }] : handled.hands, revision };
}

/** Nobody vouches for what they told. */
export const TOLD: readonly Deed[] = ['recorded', 'corrected'];

/** Refuses same-person, naming the entry by which `person` did to the outcome one of these things. */
export function checkOtherPerson(
  person: PersonId,
  { hands }: HandledOutcome,
  deeds: readonly Deed[],
): Checked<undefined> {
  const own = hands.find((hand) => hand.person === person && deeds.includes(hand.did));
  return own === undefined ? checked(undefined) : failed({ code: 'same-person', ...own });
}

function deedOf(event: OutcomeEvent): Deed | undefined {
  switch (event.type) {
    case 'OutcomeRecorded':
    case 'AssetStageReached':
    case 'OutcomeClaimed':
      return 'recorded';
    case 'OutcomeCorrected':
    case 'AssetStageCorrected':
    // Who decided on whose credit it is may not vouch for it either.
    case 'ClaimWithdrawn':
    case 'ClaimWeightsAgreed':
    case 'OutcomeLinked':
    case 'OutcomeUnlinked':
      return 'corrected';
    case 'OutcomeValidated':
      return 'validated';
    case 'OutcomeAudited':
    case 'OutcomeQueried':
    case 'OutcomeQueryAnswered':
    case 'OutcomeRejected':
    case 'OutcomeWithdrawn':
    case 'DuplicatesNoted':
      return undefined;
    default:
      return unreachable(event);
  }
}
