import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { ProjectStatusChanged, Told } from './events.js';
import { statusOf, type Programme, type Project, type ProjectStatus } from './programme.js';
import { checkDay, projectIn, stands } from './project-guards.js';
import { restingOn } from '../outcome/resting-on.js';

/** What may follow each status. A project that was rejected, stopped or closed stays so; the same idea again is another project. */
export const NEXT: Readonly<Record<ProjectStatus, readonly ProjectStatus[]>> = {
  proposed: ['approved', 'rejected', 'stopped'],
  approved: ['live', 'stopped'],
  live: ['closed', 'stopped'],
  closed: [],
  rejected: [],
  stopped: [],
};

/**
 * Decides on a project going live, closing, or being rejected or stopped with a reason. Nothing to do when that was the last thing that
 * happened to it. Refuses, the first that applies: unknown-project, status-out-of-order naming what may follow, date-in-future,
 * dates-out-of-order before what happened last.
 */
export function changeStatus(
  command: Told<'ProjectStatusChanged'>,
  programme: Programme,
  context: OutcomeContext,
): Decision<ProjectStatusChanged> {
  const found = projectIn(programme, command);
  if (!found.ok) return refuse(found.refusal);
  const project = found.value;
  if (stands(project.changes.at(-1), command)) return accept();
  const status = statusOf(project);
  const asked = command.change.status;
  const allowed = NEXT[status];
  if (!allowed.includes(asked))
    return refuse({ code: 'status-out-of-order', project: command.project, status, asked, allowed });
  const timely = checkDay('on', command.on, context.today, lastOf(project, asked));
  if (!timely.ok) return refuse(timely.refusal);
  return accept({ ...command, restsOn: restingOn(context) });
}

/** What happened last. Nothing is live before it takes effect, but what was approved may be stopped before then. */
function lastOf({ proposed, approved, changes }: Project, asked: ProjectStatus): { day: CivilDate; what: string } {
  const last = changes.at(-1);
  if (last !== undefined) return { day: last.on, what: `it was ${last.change.status}` };
  if (approved === undefined) return { day: proposed.proposedOn, what: 'it was proposed' };
  if (asked === 'live') return { day: approved.effectiveFrom, what: 'it takes effect' };
  return { day: approved.approvedOn, what: 'it was approved' };
}
