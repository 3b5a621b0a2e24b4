import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, UnitId } from '../identifiers.js';
import { unitToChange } from './change-unit.js';
import type { Collaboration } from './collaboration.js';
import type { UnitClosed } from './events.js';
import { lastTold } from './unit.js';

export interface CloseUnit {
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  /** The first day on which the unit is closed. */
  readonly to: CivilDate;
}

/**
 * Decides on closing a unit; its history stays. Nothing to do when it closed on that day already. Refuses unknown-collaboration,
 * unknown-unit, contradicts-record when it closed on another day or would close before it opened, and back-dated when it was called
 * something else or moved from that day or a later one.
 */
export function closeUnit(command: CloseUnit, collaboration: Collaboration | undefined): Decision<UnitClosed> {
  const found = unitToChange(collaboration, command);
  if (!found.ok) return refuse(found.refusal);
  const { unit } = found.value;
  const { unit: id, to } = command;
  if (unit.to === to) return accept();
  if (unit.to !== undefined || to <= unit.from) {
    const until = unit.to === undefined ? '' : ` until ${unit.to}`;
    return refuse({ code: 'contradicts-record', field: 'to', recorded: `${id} is open from ${unit.from}${until}` });
  }
  const last = lastTold(unit);
  if (to <= last) {
    const told = `the last change of ${id} is from ${last}`;
    return refuse({ code: 'back-dated', field: 'to', date: to, told });
  }
  return accept({ type: 'UnitClosed', ...command });
}
