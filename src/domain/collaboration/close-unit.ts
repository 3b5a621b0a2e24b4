import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, UnitId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { UnitClosed } from './events.js';

export interface CloseUnit {
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  /** The first day on which the unit is closed. */
  readonly to: CivilDate;
}

/**
 * Decides on closing a unit; its history stays. Nothing to do when it closed on that day already. Refuses unknown-collaboration,
 * unknown-unit, and contradicts-record when it closed on another day or would close before it opened.
 */
export function closeUnit(command: CloseUnit, collaboration: Collaboration | undefined): Decision<UnitClosed> {
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  const unit = collaboration.units.get(command.unit);
  if (unit === undefined) {
    const known = [...collaboration.units.keys()];
    return refuse({ code: 'unknown-unit', unit: command.unit, collaboration: collaboration.id, known });
  }
  if (unit.to === command.to) return accept();
  if (unit.to !== undefined || command.to <= unit.from) {
    const until = unit.to === undefined ? '' : ` until ${unit.to}`;
    return refuse({
      code: 'contradicts-record',
      field: 'to',
      recorded: `${command.unit} is open from ${unit.from}${until}`,
    });
  }
  return accept({ type: 'UnitClosed', ...command });
}
