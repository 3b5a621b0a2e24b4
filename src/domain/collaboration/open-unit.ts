import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, ForceId, UnitId } from '../identifiers.js';
import { isMember, type Collaboration } from './collaboration.js';
import type { UnitOpened } from './events.js';

export interface OpenUnit {
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  readonly name: string;
  readonly from: CivilDate;
  readonly leadForce?: ForceId;
}

/**
 * Decides on opening a regional unit. Nothing to do when it stands as asked. Refuses unknown-collaboration, not-a-member of a lead
 * force, and contradicts-record when the unit's id is taken by a unit with another name, day or lead force.
 */
export function openUnit(command: OpenUnit, collaboration: Collaboration | undefined): Decision<UnitOpened> {
  const { leadForce, from, name } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  const unit = collaboration.units.get(command.unit);
  if (unit?.name === name && unit.from === from && unit.leadForce === leadForce) return accept();
  if (leadForce !== undefined && !isMember(collaboration, leadForce, from)) {
    return refuse({ code: 'not-a-member', field: 'lead', force: leadForce, collaboration: collaboration.id, on: from });
  }
  if (unit === undefined) return accept({ type: 'UnitOpened', ...command });
  return refuse({
    code: 'contradicts-record',
    field: 'unit',
    recorded: `${command.unit} is "${unit.name}", open from ${unit.from}, lead force ${unit.leadForce ?? 'none'}`,
  });
}
