import { accept, refuse, type Decision } from '../decision.js';
import { OUTSIDE, type ForceId, type RegionId } from '../identifiers.js';
import type { ForceRegistered } from './events.js';
import type { ForceRegister } from './force-register.js';

export interface RegisterForce {
  readonly force: ForceId;
  readonly name: string;
  readonly region: RegionId;
}

/**
 * Decides on registering a force. Nothing to do when it stands as asked. Refuses unknown-region, and contradicts-record when the id
 * has another name or region or is `outside`, which is kept for those who are no members.
 */
export function registerForce(command: RegisterForce, register: ForceRegister): Decision<ForceRegistered> {
  const { force, name, region } = command;
  if (force === OUTSIDE)
    return refuse({ code: 'contradicts-record', field: 'force', recorded: '"outside" is the bucket for non-members' });
  if (!register.regions.has(region)) return refuse({ code: 'unknown-region', field: 'region', region });
  const standing = register.forces.get(force);
  if (standing === undefined) return accept({ type: 'ForceRegistered', ...command });
  if (standing.name === name && standing.region === region) return accept();
  return refuse({
    code: 'contradicts-record',
    field: 'force',
    recorded: `${force} is "${standing.name}" in ${standing.region}`,
  });
}
