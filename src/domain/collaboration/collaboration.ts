import type { Weight } from '../apportion.js';
import { isWithin, type CivilDate } from '../civil-date.js';
import { byCodeUnit, type CollaborationId, type ForceId, type KeyId, type UnitId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type { CollaborationEvent, CollaborationFounded, KeyVersionSet } from './events.js';

/** From a day on, until another if there is one. */
export interface Term {
  readonly from: CivilDate;
  readonly to?: CivilDate;
}

export interface Unit extends Term {
  readonly name: string;
  readonly leadForce?: ForceId;
}

export interface KeyVersion {
  readonly from: CivilDate;
  readonly basis: string;
  readonly isAssumed: boolean;
  readonly weights: readonly Weight[];
}

/** An agreement between forces: who belongs to it and when, its regional units, and the keys by which it shares. */
export interface Collaboration {
  readonly id: CollaborationId;
  readonly name: string;
  readonly model: CollaborationFounded['model'];
  readonly members: ReadonlyMap<ForceId, readonly Term[]>;
  readonly units: ReadonlyMap<UnitId, Unit>;
  /** Versions of each key, in order of the day from which each is in force. */
  readonly keys: ReadonlyMap<KeyId, readonly KeyVersion[]>;
  /** Revision of the last event folded in. */
  readonly revision: number;
}

/** Folds one event into a collaboration; `undefined` is a collaboration that has not been founded. */
export function evolveCollaboration(
  collaboration: Collaboration | undefined,
  event: CollaborationEvent,
): Collaboration | undefined {
  if (event.type === 'CollaborationFounded') {
    const { collaboration: id, name, model } = event;
    return { id, name, model, members: new Map(), units: new Map(), keys: new Map(), revision: 0 };
  }
  if (collaboration === undefined) return undefined;
  const next = { ...collaboration, revision: collaboration.revision + 1 };
  const { members, units, keys } = collaboration;
  switch (event.type) {
    case 'MemberJoined':
      return {
        ...next,
        members: withEntry(members, event.force, [...(members.get(event.force) ?? []), { from: event.from }]),
      };
    case 'MemberLeft':
      return { ...next, members: withEntry(members, event.force, ended(members.get(event.force) ?? [], event.to)) };
    case 'UnitOpened': {
      const { name, from, leadForce } = event;
      return {
        ...next,
        units: withEntry(units, event.unit, leadForce === undefined ? { name, from } : { name, from, leadForce }),
      };
    }
    case 'UnitClosed': {
      const unit = units.get(event.unit);
      return unit === undefined ? next : { ...next, units: withEntry(units, event.unit, { ...unit, to: event.to }) };
    }
    case 'KeyVersionSet':
      return { ...next, keys: withEntry(keys, event.key, [...(keys.get(event.key) ?? []), versionOf(event)]) };
    default:
      return unreachable(event);
  }
}

/** Whether a force belongs to the collaboration on a day. */
export function isMember(collaboration: Collaboration, force: ForceId, on: CivilDate): boolean {
  return (collaboration.members.get(force) ?? []).some(({ from, to }) => isWithin(on, from, to));
}

/** The version of a key in force on a day: the last whose `from` is not after it; `undefined` before the first. */
export function keyInForce(versions: readonly KeyVersion[], on: CivilDate): KeyVersion | undefined {
  return versions.findLast(({ from }) => from <= on);
}

function versionOf({ from, basis, assumed, weights }: KeyVersionSet): KeyVersion {
  const sorted = Object.entries<bigint>(weights)
    .map(([force, weight]) => ({ force: force as ForceId, weight }))
    .sort((a, b) => byCodeUnit(a.force, b.force));
  return { from, basis, isAssumed: assumed, weights: sorted };
}

function ended(terms: readonly Term[], to: CivilDate): readonly Term[] {
  return terms.map((term, i) => (i === terms.length - 1 ? { ...term, to } : term));
}

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
