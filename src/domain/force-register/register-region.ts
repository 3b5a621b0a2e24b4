import { accept, refuse, type Decision } from '../decision.js';
import type { RegionId } from '../identifiers.js';
import type { RegionRegistered } from './events.js';
import type { ForceRegister } from './force-register.js';

export interface RegisterRegion {
  readonly region: RegionId;
  readonly name: string;
}

/** Decides on registering a region. Nothing to do when it stands as asked; refuses contradicts-record when it has another name. */
export function registerRegion(command: RegisterRegion, register: ForceRegister): Decision<RegionRegistered> {
  const name = register.regions.get(command.region);
  if (name === undefined) return accept({ type: 'RegionRegistered', ...command });
  if (name === command.name) return accept();
  return refuse({ code: 'contradicts-record', field: 'name', recorded: `${command.region} is "${name}"` });
}
