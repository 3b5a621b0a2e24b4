import type { CivilDate } from '../domain/civil-date.js';
import type { Collaboration } from '../domain/collaboration/collaboration.js';
import { nameOn } from '../domain/collaboration/unit.js';
import type { ForceRegister } from '../domain/force-register/force-register.js';
import { OUTSIDE, type UnitId } from '../domain/identifiers.js';

/** What people call the forces and units of a collaboration. An id that has no name stands for itself. */
export interface Names {
  force(id: string): string;
  /** Unless told, as of the day for which the names were taken. */
  unit(id: UnitId, on?: CivilDate): string;
}

/**
 * Takes names from the register and, where one collaboration is looked at, from its agreement: units belong to it. Units are called what
 * they were called on the day `on`, or else what they are called last.
 */
export function namesIn(collaboration: Collaboration | undefined, register: ForceRegister, on?: CivilDate): Names {
  const forces: ReadonlyMap<string, { readonly name: string }> = register.forces;
  return {
    force: (id) => (id === OUTSIDE ? 'Outside the collaboration' : (forces.get(id)?.name ?? id)),
    unit: (id, day = on) => {
      const unit = collaboration?.units.get(id);
      return unit === undefined ? id : nameOn(unit, day);
    },
  };
}
