import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeId } from '../identifiers.js';
import type { Refusal } from '../refusals.js';
import { unreachable } from '../unreachable.js';
import { assessChange } from './assess-change.js';
import type { OutcomeClaimed, OutcomeDetails, OutcomeRecorded } from './events.js';
import { tellings, type Facts } from './facts.js';
import type { Outcome } from './outcome.js';
import { recordOutcome, restingOn, type RecordOutcome, type TellingContext } from './record-outcome.js';

/**
 * Decides on recording an outcome that has an item identity, in the item's own stream: the first record of an item is an outcome, every further unit's is a
 * claim on it (brief rule 5). An item whose every claim was withdrawn may be recorded anew.
 *
 * Refuses what `recordOutcome` refuses and, for a claim before that: other-collaboration, already-claimed, contradicts-record.
 */
export function recordItem(
  command: RecordOutcome,
  outcomeId: OutcomeId,
  outcome: Outcome,
  context: TellingContext,
): Decision<OutcomeRecorded | OutcomeClaimed> {
  if (outcome.status !== 'recorded') return recordOutcome(command, context);
  const { collaboration, outcome: told } = command;
  if (collaboration !== outcome.collaboration) {
    const where = outcome.collaboration;
    return refuse({ code: 'other-collaboration', field: 'item', collaboration: where, outcome: outcomeId });
  }
  if (tellings(outcome).some(({ unit }) => unit === told.unit))
    return refuse({ code: 'already-claimed', outcome: outcomeId, unit: told.unit });
  const contradiction = contradictionOf(told, outcome.details);
  if (contradiction !== undefined) return refuse(contradiction);
  const facts: Facts = { ...outcome, claims: [...outcome.claims, told], grade: 'claimed' };
  const assessed = assessChange(facts, outcome, context);
  if (!assessed.ok) return refuse(assessed.refusal);
  const rested = restingOn(collaboration, told, context);
  if (!rested.ok) return refuse(rested.refusal);
  return accept({
    type: 'OutcomeClaimed',
    collaboration,
    labels: assessed.value.labels,
    outcome: told,
    postings: assessed.value.postings,
    restsOn: rested.value,
  });
}

/**
 * Why two units cannot mean one item, if they cannot: another kind, or one that counts in another measure. What an item is worth and on which day it was may be told
 * differently; both tellings stay.
 */
export function contradictionOf(
  told: OutcomeDetails,
  recorded: OutcomeDetails,
): Extract<Refusal, { code: 'contradicts-record' }> | undefined {
  const [mine, its] = [whatItIs(told), whatItIs(recorded)];
  const field = Object.keys(its).find((name) => mine[name] !== its[name]);
  return field === undefined
    ? undefined
    : { code: 'contradicts-record', field, recorded: `the item's ${field} is ${its[field] ?? 'not given'}` };
}

/** The fields that decide in which measures an outcome counts. */
export function whatItIs(told: OutcomeDetails): Readonly<Record<string, string>> {
  const { kind } = told;
  switch (kind) {
    case 'arrest':
      return { kind, role: told.role };
    case 'property-recovered':
      return { kind, itemType: told.itemType };
    case 'drugs-seizure':
      return { kind };
    case 'asset':
      return { kind, assetType: told.assetType, route: told.route };
    case 'counted-item':
      return { kind, measure: told.measure };
    case 'saving':
      return { kind, nature: told.nature };
    case 'cost':
      return { kind, costType: told.costType };
    default:
      return unreachable(kind);
  }
}
