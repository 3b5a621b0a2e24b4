import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, ForceId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { MemberLeft } from './events.js';
import { toEnd } from './terms.js';

export interface LeaveMember {
  readonly collaboration: CollaborationId;
  readonly force: ForceId;
  /** The first day on which the force is no member any more. */
  readonly to: CivilDate;
}

/**
 * Decides on a force leaving; what it takes part in by function is left alone (002:46). Nothing to do when it left on that day already.
 * Refuses unknown-collaboration, not-a-member when it had not joined by that day, and contradicts-record when it left on another.
 */
export function leaveMember(command: LeaveMember, collaboration: Collaboration | undefined): Decision<MemberLeft> {
  const { force, to } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  const isNew = toEnd(collaboration.members.get(force) ?? [], to, `${force} left`);
  if (isNew === undefined)
    return refuse({ code: 'not-a-member', field: 'force', force, collaboration: collaboration.id, on: to });
  if (!isNew.ok) return refuse(isNew.refusal);
  return isNew.value ? accept({ type: 'MemberLeft', ...command }) : accept();
}
