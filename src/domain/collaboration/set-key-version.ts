import type { CivilDate } from '../civil-date.js';
import { accept, refuse, type Decision } from '../decision.js';
import { byCodeUnit, OUTSIDE, type CollaborationId, type ForceId, type KeyId, type Slug } from '../identifiers.js';
import type { Collaboration, KeyVersion } from './collaboration.js';
import type { KeyVersionSet } from './events.js';
import { belongs } from './participation.js';

export interface SetKeyVersion {
  readonly collaboration: CollaborationId;
  readonly key: KeyId;
  readonly basis: Slug;
  /** Whether the weights were chosen for want of a source. */
  readonly assumed: boolean;
  readonly from: CivilDate;
  readonly weights: Readonly<Record<ForceId, bigint>>;
}

/**
 * Decides on a version of an apportionment key, in force from a day on. Nothing to do when that version stands as asked. Refuses
 * unknown-collaboration, no-weights, not-a-member of whoever is weighted and does not belong on that day, to the whole or to a function,
 * contradicts-record when another version stands from that very day, and back-dated when a later one stands: nothing is re-based backwards.
 */
export function setKeyVersion(
  command: SetKeyVersion,
  collaboration: Collaboration | undefined,
): Decision<KeyVersionSet> {
  const { key, from } = command;
  if (collaboration === undefined)
    return refuse({ code: 'unknown-collaboration', collaboration: command.collaboration });
  const versions = collaboration.keys.get(key) ?? [];
  if (versions.some((version) => stands(version, command))) return accept();
  const weights = Object.entries<bigint>(command.weights).map(([force, weight]) => ({
    force: force as ForceId,
    weight,
  }));
  if (!weights.some(({ weight }) => weight > 0n)) return refuse({ code: 'no-weights', field: 'weights' });
  const stranger = weights.find(({ force }) => force !== OUTSIDE && !belongs(collaboration, force, from));
  if (stranger !== undefined) {
    const { force } = stranger;
    return refuse({
      code: 'not-a-member',
      field: `weights.${force}`,
      force,
      collaboration: collaboration.id,
      on: from,
    });
  }
  const last = versions.at(-1);
  const told = `the last version of ${key} is in force from ${last?.from ?? 'no day'}`;
  if (from === last?.from) return refuse({ code: 'contradicts-record', field: 'from', recorded: told });
  if (last !== undefined && from < last.from) return refuse({ code: 'back-dated', field: 'from', date: from, told });
  return accept({ type: 'KeyVersionSet', ...command });
}

function stands(version: KeyVersion, { basis, assumed, from, weights }: SetKeyVersion): boolean {
  const asked = Object.entries<bigint>(weights).sort(([a], [b]) => byCodeUnit(a, b));
  const isSameWeight = ([force, weight]: [string, bigint], i: number): boolean =>
    version.weights[i]?.force === force && version.weights[i].weight === weight;
  return (
    version.from === from &&
    version.basis === basis &&
    version.isAssumed === assumed &&
    asked.length === version.weights.length &&
    asked.every(isSameWeight)
  );
}
