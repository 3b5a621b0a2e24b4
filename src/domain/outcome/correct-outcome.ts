import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId, UnitId } from '../identifiers.js';
import type { Refusal } from '../refusals.js';
import { isSame } from '../same.js';
import { carriedFromOf } from './saving-claims.js';
import { assessChange } from './assess-change.js';
import { contradictionOf } from './claim-outcome.js';
import type { CORRECTION_REASONS, OutcomeCorrected, OutcomeDetails } from './events.js';
import { tellings, unheld, withTelling, type Facts } from './facts.js';
import type { Outcome } from './outcome.js';
import { restingOn, type OutcomeContext, type TellingContext } from './record-outcome.js';

export interface CorrectOutcome {
  readonly outcomeId: OutcomeId;
  readonly reason: (typeof CORRECTION_REASONS)[number];
  /** Whose claim is put right; without it, the one that the item is counted by. */
  readonly claim?: UnitId;
  /** What the outcome is now, whole. */
  readonly outcome: OutcomeDetails;
}

/**
 * Decides on putting an outcome right. The event posts the differences between what the outcome had posted and what it posts now;
 * credit is worked out afresh from the agreement as it stands now, on the outcome's own date.
 *
 * Refuses, the first that applies: unknown-outcome, withdrawn, not-claimed, unchanged, already-claimed (the unit it names has a claim of its own),
 * contradicts-record (of the item's identity, of what the item is where others claim it, or of a saving that would carry on itself), then whatever recording it would be refused for.
 */
export function correctOutcome(
  command: CorrectOutcome,
  outcome: Outcome,
  context: TellingContext,
): Decision<OutcomeCorrected> {
  if (outcome.status === 'unrecorded') return refuse({ code: 'unknown-outcome', outcome: command.outcomeId });
  if (outcome.status === 'withdrawn') return refuse({ code: 'withdrawn', outcome: command.outcomeId });
  const unit = command.claim ?? outcome.details.unit;
  const told = tellings(outcome).find((telling) => telling.unit === unit);
  if (told === undefined) return refuseStranger(unit, outcome);
  if (isSame(told, command.outcome)) return refuse({ code: 'unchanged' });
  const refusal = refuseAsClaim(command, unit, outcome, context);
  if (refusal !== undefined) return refuse(refusal);
  if (context.predecessor !== 'not-looked-up' && carriedFromOf(command.outcome) === command.outcomeId)
    return refuse({ code: 'contradicts-record', field: 'carriedFrom', recorded: 'as this saving itself' });
  const facts: Facts = { ...unheld(withTelling<Facts>(outcome, unit, command.outcome)), grade: 'claimed' };
  const assessed = assessChange(facts, outcome, context);
  if (!assessed.ok) return refuse(assessed.refusal);
  const rested = restingOn(outcome.collaboration, command.outcome, context);
  if (!rested.ok) return refuse(rested.refusal);
  return accept({
    type: 'OutcomeCorrected',
    ...(command.claim !== undefined && { claim: command.claim }),
    collaboration: outcome.collaboration,
    labels: assessed.value.labels,
    outcome: command.outcome,
    postings: assessed.value.postings,
    reason: command.reason,
    restsOn: rested.value,
  });
}

function refuseStranger(unit: UnitId, facts: Facts): ReturnType<typeof refuse> {
  return refuse({ code: 'not-claimed', field: 'claim', unit, units: tellings(facts).map((telling) => telling.unit) });
}

/** A claim stays its unit's own and the item's own. */
function refuseAsClaim(
  { outcomeId, outcome: told }: CorrectOutcome,
  unit: UnitId,
  facts: Facts,
  { asBefore }: OutcomeContext,
): Refusal | undefined {
  if (!isSame(told.item, facts.details.item)) {
    const item = facts.details.item;
    const recorded = item === undefined ? 'without an item' : `as the item of one ${item.scheme}`;
    return { code: 'contradicts-record', field: 'item', recorded };
  }
  if (told.unit !== unit && tellings(facts).some((telling) => telling.unit === told.unit))
    return { code: 'already-claimed', outcome: outcomeId, unit: told.unit };
  if (unit !== facts.details.unit) return contradictionOf(told, facts.details);
  return asBefore === true ? undefined : refuseAsFirst(told, facts);
}

/** What the others claim as one kind of thing does not become another beneath them. */
function refuseAsFirst(told: OutcomeDetails, { claims }: Facts): Refusal | undefined {
  const others = claims.filter((claim) => contradictionOf(told, claim) !== undefined);
  const [contradiction] = others.map((claim) => contradictionOf(told, claim));
  if (contradiction === undefined) return undefined;
  const units = others.map((claim) => claim.unit).join(', ');
  const back = others.length === 1 ? 'take its claim back' : 'take their claims back';
  const instead = `let ${units} ${back} first, and claim the item again once it is corrected`;
  return { ...contradiction, instead };
}
