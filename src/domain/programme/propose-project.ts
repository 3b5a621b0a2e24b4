import { accept, refuse, type Decision } from '../decision.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { ProjectProposed, Told } from './events.js';
import type { Programme } from './programme.js';
import { stands } from './project-guards.js';
import { restingOn } from '../outcome/resting-on.js';

/**
 * Decides on proposing a project. Nothing to do when it stands as proposed. Refuses, the first that applies: contradicts-record when
 * it stands otherwise, no-participants, unknown-force of a participant that nobody registered, contradicts-record of one that is named twice, date-in-future. Whether participants
 * belong to the collaboration is looked at when it is approved, because a project may be what they join for.
 */
export function proposeProject(
  command: Told<'ProjectProposed'>,
  programme: Programme,
  context: OutcomeContext,
): Decision<ProjectProposed> {
  const { project, participants, proposedOn: date } = command;
  const known = programme.projects.get(project)?.proposed;
  if (stands(known, command)) return accept();
  if (known !== undefined) {
    const recorded = `${project} is "${known.name}", proposed on ${known.proposedOn} in the area ${known.area}`;
    return refuse({ code: 'contradicts-record', field: 'project', recorded });
  }
  if (participants.length === 0) return refuse({ code: 'no-participants', project });
  const index = participants.findIndex((force) => !context.forces.has(force));
  const stranger = participants[index];
  if (stranger !== undefined)
    return refuse({ code: 'unknown-force', field: `participants[${index}]`, force: stranger });
  const again = context.asBefore === true ? -1 : participants.findIndex((force, i) => participants.indexOf(force) < i);
  if (again !== -1) {
    const [force, field] = [participants[again], `participants[${again}]`];
    const recorded = `${force ?? ''} takes part already, as participants[${participants.findIndex((each) => each === force)}]`;
    return refuse({ code: 'contradicts-record', field, recorded });
  }
  if (date > context.today) return refuse({ code: 'date-in-future', field: 'proposedOn', date, today: context.today });
  return accept({ ...command, restsOn: restingOn(context) });
}
