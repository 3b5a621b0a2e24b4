import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { BusinessCaseSet, Told } from './events.js';
import type { Programme } from './programme.js';
import { checkDay, checkOrder, standingProjectIn, stands } from './project-guards.js';
import { restingOn } from '../outcome/resting-on.js';

/**
 * Decides on a project's business case; a later one replaces it, and the earlier stays in the ledger. Nothing to do when it stands like
 * that. Refuses, the first that applies: unknown-project, status-out-of-order, date-in-future, dates-out-of-order before the proposal
 * or with a target that is due before the case was made, no-figures when it says nothing.
 */
export function setBusinessCase(
  command: Told<'BusinessCaseSet'>,
  programme: Programme,
  context: OutcomeContext,
): Decision<BusinessCaseSet> {
  const found = standingProjectIn(programme, command, 'given a business case');
  if (!found.ok) return refuse(found.refusal);
  const { proposed, businessCase } = found.value;
  if (stands(businessCase, command)) return accept();
  const { setOn, target, costPence, benefitPencePerYear, baselinePencePerYear } = command;
  const timely = checkDay('setOn', setOn, context.today, { day: proposed.proposedOn, what: 'it was proposed' });
  if (!timely.ok) return refuse(timely.refusal);
  if ([target, costPence, benefitPencePerYear, baselinePencePerYear].every((figure) => figure === undefined))
    return refuse({ code: 'no-figures', field: 'costPence' });
  const due = target && checkOrder('target.by', target.by, { day: setOn, what: 'the case was made' });
  if (due !== undefined && !due.ok) return refuse(due.refusal);
  return accept({ ...command, restsOn: restingOn(context) });
}
