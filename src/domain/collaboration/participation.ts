import { isWithin, type CivilDate, type Period } from '../civil-date.js';
import type { ForceId, FunctionId, UnitId } from '../identifiers.js';
import type { Collaboration } from './collaboration.js';

/** Whether a force is a member of the whole collaboration on a day. */
export function isMember(collaboration: Collaboration, force: ForceId, on: CivilDate): boolean {
  return (collaboration.members.get(force) ?? []).some(({ from, to }) => isWithin(on, from, to));
}

/** Whether a force takes part in one function on a day. */
export function takesPart({ functions }: Collaboration, of: FunctionId, force: ForceId, on: CivilDate): boolean {
  return (functions.get(of)?.get(force) ?? []).some(({ from, to }) => isWithin(on, from, to));
}

/** Whether a force belongs to the collaboration on a day in any way: as a member, or for some function only. */
export function belongs(collaboration: Collaboration, force: ForceId, on: CivilDate): boolean {
  const isInAny = [...collaboration.functions.keys()].some((of) => takesPart(collaboration, of, force, on));
  return isMember(collaboration, force, on) || isInAny;
}

/** The same on any day of a period. */
export function belongsDuring({ members, functions }: Collaboration, force: ForceId, { from, to }: Period): boolean {
  const terms = [members, ...functions.values()].flatMap((each) => each.get(force) ?? []);
  return terms.some((term) => term.from < to && (term.to === undefined || term.to > from));
}

/** Whether a force may be named in what a unit does on a day: as a member, or because it takes part in the function that the unit serves. */
export function mayBeNamed(
  collaboration: Collaboration,
  force: ForceId,
  on: CivilDate,
  serves: FunctionId | undefined,
): boolean {
  return isMember(collaboration, force, on) || (serves !== undefined && takesPart(collaboration, serves, force, on));
}

/** Whether a key's weight of a force counts on a day: those of the function that a unit serves; of a unit that serves none, the members'. */
export function countsByKey(
  collaboration: Collaboration,
  force: ForceId,
  on: CivilDate,
  serves: FunctionId | undefined,
): boolean {
  return serves === undefined ? isMember(collaboration, force, on) : takesPart(collaboration, serves, force, on);
}

/** The function that a unit serves, if it serves one only. */
export function functionOf({ units }: Collaboration, unit: UnitId): FunctionId | undefined {
  return units.get(unit)?.function;
}
