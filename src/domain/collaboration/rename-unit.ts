import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, UnitId } from '../identifiers.js';
import { checkOrder, unitToChange } from './change-unit.js';
import type { Collaboration } from './collaboration.js';
import type { UnitRenamed } from './events.js';

export interface RenameUnit {
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  readonly name: string;
  readonly from: CivilDate;
}

/**
 * Decides on a unit being called something else from a day on; it stays the same unit (002:74). Nothing to do when it has that name from
 * that day already. Refuses unknown-collaboration, unknown-unit, and what `checkOrder` refuses of its names.
 */
export function renameUnit(command: RenameUnit, collaboration: Collaboration | undefined): Decision<UnitRenamed> {
  const found = unitToChange(collaboration, command);
  if (!found.ok) return refuse(found.refusal);
  const { unit } = found.value;
  if (unit.names.some(({ from, name }) => from === command.from && name === command.name)) return accept();
  const last = unit.names.at(-1) ?? { from: unit.from, name: command.unit };
  const inOrder = checkOrder(unit, command.unit, command.from, { from: last.from, is: `called "${last.name}"` });
  return inOrder.ok ? accept({ type: 'UnitRenamed', ...command }) : refuse(inOrder.refusal);
}
