import type { CivilDate } from '../civil-date.js';
import { checked, failed, type Checked } from '../decision.js';
import type { CollaborationId, ProjectId } from '../identifiers.js';
import { isSame } from '../same.js';
import { factIn, type ProgrammeEvent, type ProgrammeFact } from './events.js';
import { isGivenUp, statusOf, type Programme, type Project } from './programme.js';

interface OfProject {
  readonly collaboration: CollaborationId;
  readonly project: ProjectId;
}

/** The project that a command is about. Refuses unknown-project. */
export function projectIn({ projects }: Programme, { collaboration, project: id }: OfProject): Checked<Project> {
  const project = projects.get(id);
  if (project !== undefined) return checked(project);
  return failed({ code: 'unknown-project', project: id, collaboration, known: [...projects.keys()] });
}

/** The same, of a project that goes on: refuses status-out-of-order for one that was rejected or stopped. */
export function standingProjectIn(programme: Programme, command: OfProject, asked: string): Checked<Project> {
  const found = projectIn(programme, command);
  if (!found.ok || !isGivenUp(found.value)) return found;
  const status = statusOf(found.value);
  return failed({ code: 'status-out-of-order', project: command.project, status, asked, allowed: [] });
}

/** Passes a day that is not after today (date-in-future) and not before another (dates-out-of-order). `earliest` says in words what that day was. */
export function checkDay(
  field: string,
  date: CivilDate,
  today: CivilDate,
  earliest: { readonly day: CivilDate; readonly what: string },
): Checked<undefined> {
  if (date > today) return failed({ code: 'date-in-future', field, date, today });
  return checkOrder(field, date, earliest);
}

/** Passes a day that is not before another; refuses dates-out-of-order. */
export function checkOrder(
  field: string,
  date: CivilDate,
  { day, what }: { readonly day: CivilDate; readonly what: string },
): Checked<undefined> {
  if (date >= day) return checked(undefined);
  return failed({ code: 'dates-out-of-order', field, date, earliest: day, what });
}

/** Whether a fact stands already, just as it is told. */
export function stands(recorded: ProgrammeEvent | undefined, told: ProgrammeFact): boolean {
  return recorded !== undefined && isSame(factIn(recorded), told);
}
