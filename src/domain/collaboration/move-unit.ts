import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, ForceId, UnitId } from '../identifiers.js';
import { refuseDayToCome, type DecidedOn } from '../past-day.js';
import { checkOrder, unitToChange } from './change-unit.js';
import type { Collaboration } from './collaboration.js';
import type { UnitMoved } from './events.js';
import { mayBeNamed } from './participation.js';

export interface MoveUnit {
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  readonly leadForce: ForceId;
  /** The day from which the force directs the unit. */
  readonly from: CivilDate;
  /** The day on which that was approved, where it is another: before or after (002:70, 76). */
  readonly approvedOn?: CivilDate;
}

/**
 * Decides on a unit coming under the direction of another lead force from a day on. Nothing to do when it stands as asked. Refuses
 * unknown-collaboration, unknown-unit, date-in-future of its approval, not-a-member of a lead force that takes part neither in the whole nor in what the unit serves, and
 * what `checkOrder` refuses of its lead forces.
 */
export function moveUnit(
  command: MoveUnit,
  collaboration: Collaboration | undefined,
  when: DecidedOn,
): Decision<UnitMoved> {
  const found = unitToChange(collaboration, command);
  if (!found.ok) return refuse(found.refusal);
  const { unit, agreement } = found.value;
  const { leadForce: force, from, approvedOn } = command;
  if (unit.leads.some((lead) => lead.from === from && lead.leadForce === force && lead.approvedOn === approvedOn))
    return accept();
  const early = refuseDayToCome('approvedOn', approvedOn, when);
  if (early !== undefined) return refuse(early);
  if (!mayBeNamed(agreement, force, from, unit.function))
    return refuse({ code: 'not-a-member', field: 'leadForce', force, collaboration: agreement.id, on: from });
  const last = unit.leads.at(-1);
  const told = { from: last?.from ?? unit.from, is: `led by ${last?.leadForce ?? 'nobody'}` };
  const inOrder = checkOrder(unit, command.unit, from, told);
  return inOrder.ok ? accept({ type: 'UnitMoved', ...command }) : refuse(inOrder.refusal);
}
