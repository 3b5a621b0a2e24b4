import type { CivilDate } from '../civil-date.js';
import type { ForceId, FunctionId } from '../identifiers.js';
import type { UnitMoved, UnitOpened, UnitRenamed } from './events.js';

/** From a day on, until another if there is one. */
export interface Term {
  readonly from: CivilDate;
  readonly to?: CivilDate;
}

/** What a unit is called from a day on. */
export interface UnitName {
  readonly from: CivilDate;
  readonly name: string;
}

/** Under whose direction a unit stands from a day on, and when that was approved, where the two days differ. */
export interface UnitLead {
  readonly from: CivilDate;
  readonly leadForce: ForceId;
  readonly approvedOn?: CivilDate;
}

/** A regional unit. Its id is its identity: names and lead forces come and go, each from a day on, in order of those days. */
export interface Unit extends Term {
  /** At least one. */
  readonly names: readonly UnitName[];
  readonly leads: readonly UnitLead[];
  /** The function that it serves, if it serves one only. */
  readonly function?: FunctionId;
}

/** A unit as it was opened. */
export function openedUnit({ from, name, leadForce, function: serves }: UnitOpened): Unit {
  return {
    from,
    names: [{ from, name }],
    leads: leadForce === undefined ? [] : [{ from, leadForce }],
    ...(serves !== undefined && { function: serves }),
  };
}

/** A unit after it was called something else. */
export function renamedUnit(unit: Unit, { from, name }: UnitRenamed): Unit {
  return { ...unit, names: [...unit.names, { from, name }] };
}

/** A unit after it came under another lead force. */
export function movedUnit(unit: Unit, { from, leadForce, approvedOn }: UnitMoved): Unit {
  const lead = { from, leadForce, ...(approvedOn !== undefined && { approvedOn }) };
  return { ...unit, leads: [...unit.leads, lead] };
}

/** What a unit was called on a day; by its first name before it was opened. Without a day, its latest name. */
export function nameOn({ names }: Unit, on?: CivilDate): string {
  return (on === undefined ? names.at(-1) : (names.findLast(({ from }) => from <= on) ?? names[0]))?.name ?? '';
}

/** Under whose direction a unit stood on a day; without a day, the latest. `undefined` where nobody leads it. */
export function leadOn({ leads }: Unit, on?: CivilDate): ForceId | undefined {
  return (on === undefined ? leads.at(-1) : leads.findLast(({ from }) => from <= on))?.leadForce;
}

/** The day of the last thing that was told of a unit's name or lead force; that it was opened, before anything else was. */
export function lastTold({ from, names, leads }: Unit): CivilDate {
  return [...names, ...leads].reduce((last, each) => (each.from > last ? each.from : last), from);
}
