import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, ForceId } from '../identifiers.js';
import type { ForceRegister } from '../force-register/force-register.js';
import type { Collaboration } from './collaboration.js';
import type { MemberJoined } from './events.js';
import { toBegin } from './terms.js';

export interface JoinMember {
  readonly collaboration: CollaborationId;
  readonly force: ForceId;
  readonly from: CivilDate;
}

/**
 * Decides on a force joining from a day on. Nothing to do when it joined on that day already. Refuses unknown-collaboration,
 * unknown-force, and contradicts-record when it is a member on that day or was one after it.
 */
export function joinMember(
  command: JoinMember,
  collaboration: Collaboration | undefined,
  register: ForceRegister,
): Decision<MemberJoined> {
  const { force, from } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  if (!register.forces.has(force)) return refuse({ code: 'unknown-force', field: 'force', force });
  const isNew = toBegin(collaboration.members.get(force) ?? [], from, `${force} is a member`);
  if (!isNew.ok) return refuse(isNew.refusal);
  if (!isNew.value) return accept();
  return accept({ type: 'MemberJoined', ...command, restsOn: { forceRegister: register.revision } });
}
