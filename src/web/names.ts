import type { Collaboration } from '../domain/collaboration/collaboration.js';
import type { ForceRegister } from '../domain/force-register/force-register.js';
import { OUTSIDE, type UnitId } from '../domain/identifiers.js';

/** What people call the forces and units of a collaboration. An id that has no name stands for itself. */
export interface Names {
  force(id: string): string;
  unit(id: UnitId): string;
}

/** Takes names from the register and, where one collaboration is looked at, from its agreement: units belong to it. */
export function namesIn(collaboration: Collaboration | undefined, register: ForceRegister): Names {
  const forces: ReadonlyMap<string, { readonly name: string }> = register.forces;
  return {
    force: (id) => (id === OUTSIDE ? 'Outside the collaboration' : (forces.get(id)?.name ?? id)),
    unit: (id) => collaboration?.units.get(id)?.name ?? id,
  };
}
