import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, ForceId, FunctionId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { FunctionLeft } from './events.js';
import { toEnd } from './terms.js';

export interface LeaveFunction {
  readonly collaboration: CollaborationId;
  readonly force: ForceId;
  readonly function: FunctionId;
  /** The first day on which the force takes no part any more. */
  readonly to: CivilDate;
}

/**
 * Decides on a force leaving one function, and nothing else (002:46). Nothing to do when it left on that day already. Refuses
 * unknown-collaboration, unknown-function, not-a-member when it had not joined by that day, and contradicts-record when it left on another.
 */
export function leaveFunction(
  command: LeaveFunction,
  collaboration: Collaboration | undefined,
): Decision<FunctionLeft> {
  const { force, to, function: of } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  const forces = collaboration.functions.get(of);
  if (forces === undefined)
    return refuse({
      code: 'unknown-function',
      field: 'function',
      function: of,
      known: [...collaboration.functions.keys()],
    });
  const isNew = toEnd(forces.get(force) ?? [], to, `${force} left ${of}`);
  if (isNew === undefined) {
    const { id } = collaboration;
    return refuse({ code: 'not-a-member', field: 'force', force, collaboration: id, function: of, on: to });
  }
  if (!isNew.ok) return refuse(isNew.refusal);
  return isNew.value ? accept({ type: 'FunctionLeft', ...command }) : accept();
}
