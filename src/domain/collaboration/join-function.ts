import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { ForceRegister } from '../force-register/force-register.js';
import type { CollaborationId, ForceId, FunctionId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { FunctionJoined } from './events.js';
import { toBegin } from './terms.js';

export interface JoinFunction {
  readonly collaboration: CollaborationId;
  readonly force: ForceId;
  readonly function: FunctionId;
  readonly from: CivilDate;
}

/**
 * Decides on a force taking part in one function from a day on, whether or not it is a member of the whole (002:58). Nothing to do when it
 * joined on that day already. Refuses unknown-collaboration, unknown-force, and contradicts-record when it takes part on that day or did
 * after it.
 */
export function joinFunction(
  command: JoinFunction,
  collaboration: Collaboration | undefined,
  register: ForceRegister,
): Decision<FunctionJoined> {
  const { force, from, function: of } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  if (!register.forces.has(force)) return refuse({ code: 'unknown-force', field: 'force', force });
  const isNew = toBegin(collaboration.functions.get(of)?.get(force) ?? [], from, `${force} takes part in ${of}`);
  if (!isNew.ok) return refuse(isNew.refusal);
  if (!isNew.value) return accept();
  return accept({ type: 'FunctionJoined', ...command, restsOn: { forceRegister: register.revision } });
}
