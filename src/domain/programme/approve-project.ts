import { belongs, takesPart } from '../collaboration/participation.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { ProjectApproved, Told } from './events.js';
import { statusOf, type Programme } from './programme.js';
import { checkDay, projectIn, stands } from './project-guards.js';
import { NEXT } from './change-status.js';
import { restingOn } from '../outcome/resting-on.js';

/**
 * Decides on approving a project. It may take effect before its approval or after. Nothing to do when it was approved like that. Refuses,
 * the first that applies: unknown-project, status-out-of-order unless it is only proposed, date-in-future, dates-out-of-order before
 * the proposal, not-a-member of a participant that, on the day of effect, has no part in the function that the project is about or, where it
 * is about none, does not belong to the collaboration in any way.
 */
export function approveProject(
  command: Told<'ProjectApproved'>,
  programme: Programme,
  context: OutcomeContext,
): Decision<ProjectApproved> {
  const found = projectIn(programme, command);
  if (!found.ok) return refuse(found.refusal);
  const { proposed, approved } = found.value;
  if (stands(approved, command)) return accept();
  const status = statusOf(found.value);
  const { project, approvedOn, effectiveFrom: on } = command;
  if (status !== 'proposed')
    return refuse({ code: 'status-out-of-order', project, status, asked: 'approved', allowed: NEXT[status] });
  const earliest = { day: proposed.proposedOn, what: 'it was proposed' };
  const timely = checkDay('approvedOn', approvedOn, context.today, earliest);
  if (!timely.ok) return refuse(timely.refusal);
  const { collaboration } = context;
  const { function: of } = proposed;
  const stranger = proposed.participants.find((force) =>
    of === undefined ? !belongs(collaboration, force, on) : !takesPart(collaboration, of, force, on),
  );
  if (stranger !== undefined) {
    const where = { collaboration: collaboration.id, ...(of !== undefined && { function: of }) };
    return refuse({ code: 'not-a-member', field: 'effectiveFrom', force: stranger, ...where, on });
  }
  return accept({ ...command, restsOn: restingOn(context) });
}
