import type { ForceId, RegionId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type { ForceRegisterEvent } from './events.js';

/** All regions and forces there are; their ids are the same for every collaboration. */
export interface ForceRegister {
  readonly regions: ReadonlyMap<RegionId, string>;
  readonly forces: ReadonlyMap<ForceId, { readonly name: string; readonly region: RegionId }>;
  /** Revision of the last event folded in; -1 before the first. */
  readonly revision: number;
}

export const emptyRegister: ForceRegister = { regions: new Map(), forces: new Map(), revision: -1 };

/** Folds one event into the register. */
export function evolveForceRegister(register: ForceRegister, event: ForceRegisterEvent): ForceRegister {
  const next = { ...register, revision: register.revision + 1 };
  switch (event.type) {
    case 'RegionRegistered':
      return { ...next, regions: new Map(register.regions).set(event.region, event.name) };
    case 'ForceRegistered':
      return { ...next, forces: new Map(register.forces).set(event.force, { name: event.name, region: event.region }) };
    default:
      return unreachable(event);
  }
}
