import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import type { CollaborationId, ForceId, FunctionId, UnitId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';
import type { UnitOpened } from './events.js';
import { mayBeNamed } from './participation.js';
import type { Unit } from './unit.js';

export interface OpenUnit {
  readonly collaboration: CollaborationId;
  readonly unit: UnitId;
  readonly name: string;
  readonly from: CivilDate;
  readonly leadForce?: ForceId;
  /** The function that it serves, if it serves one only. */
  readonly function?: FunctionId;
}

/**
 * Decides on opening a regional unit. Nothing to do when it was opened as asked, whatever was told of it since. Refuses
 * unknown-collaboration, unknown-function of one that no force has joined, not-a-member of a lead force, and contradicts-record when the
 * unit's id is taken by a unit that was opened otherwise.
 */
export function openUnit(command: OpenUnit, collaboration: Collaboration | undefined): Decision<UnitOpened> {
  const { leadForce, from, function: serves } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  const unit = collaboration.units.get(command.unit);
  if (unit !== undefined && isOpenedAs(unit, command)) return accept();
  if (serves !== undefined && !collaboration.functions.has(serves)) {
    const known = [...collaboration.functions.keys()];
    return refuse({ code: 'unknown-function', field: 'function', function: serves, known });
  }
  if (leadForce !== undefined && !mayBeNamed(collaboration, leadForce, from, serves)) {
    return refuse({
      code: 'not-a-member',
      field: 'leadForce',
      force: leadForce,
      collaboration: collaboration.id,
      on: from,
    });
  }
  if (unit === undefined) return accept({ type: 'UnitOpened', ...command });
  return refuse({ code: 'contradicts-record', field: 'unit', recorded: inWords(command.unit, unit) });
}

/** How a unit was opened: under its first name, and the lead force that it had from that day on. */
function beginningOf({ from, names, leads }: Unit) {
  const [lead] = leads;
  return { name: names[0]?.name, leadForce: lead?.from === from ? lead.leadForce : undefined };
}

function isOpenedAs(unit: Unit, { name, from, leadForce, function: serves }: OpenUnit): boolean {
  const first = beginningOf(unit);
  return first.name === name && unit.from === from && first.leadForce === leadForce && unit.function === serves;
}

function inWords(id: UnitId, unit: Unit): string {
  const { name, leadForce } = beginningOf(unit);
  const serving = unit.function === undefined ? '' : `, serving ${unit.function}`;
  return `${id} is "${name ?? id}", open from ${unit.from}, lead force ${leadForce ?? 'none'}${serving}`;
}
