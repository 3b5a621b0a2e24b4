import type { Weight } from '../apportion.js';
import type { CivilDate } from '../civil-date.js';
import {
  byCodeUnit,
  type CollaborationId,
  type ForceId,
  type FunctionId,
  type KeyId,
  type UnitId,
} from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type {
  CollaborationEvent,
  CollaborationFounded,
  FunctionJoined,
  FunctionLeft,
  KeyVersionSet,
} from './events.js';
import { movedUnit, openedUnit, renamedUnit, type Term, type Unit } from './unit.js';

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
  /** Who takes part in which function and when, as a member of the whole or for that function only. */
  readonly functions: ReadonlyMap<FunctionId, ReadonlyMap<ForceId, readonly Term[]>>;
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
    return {
      id,
      name,
      model,
      members: new Map(),
      functions: new Map(),
      units: new Map(),
      keys: new Map(),
      revision: 0,
    };
  }
  if (collaboration === undefined) return undefined;
  const next = { ...collaboration, revision: collaboration.revision + 1 };
  const { members, functions, units, keys } = collaboration;
  switch (event.type) {
    case 'MemberJoined':
      return { ...next, members: withEntry(members, event.force, begun(members.get(event.force), event.from)) };
    case 'MemberLeft':
      return { ...next, members: withEntry(members, event.force, ended(members.get(event.force), event.to)) };
    case 'FunctionJoined':
      return { ...next, functions: withTerms(functions, event, (terms) => begun(terms, event.from)) };
    case 'FunctionLeft':
      return { ...next, functions: withTerms(functions, event, (terms) => ended(terms, event.to)) };
    case 'UnitOpened':
      return { ...next, units: withEntry(units, event.unit, openedUnit(event)) };
    case 'UnitRenamed':
      return { ...next, units: withUnit(units, event.unit, (unit) => renamedUnit(unit, event)) };
    case 'UnitMoved':
      return { ...next, units: withUnit(units, event.unit, (unit) => movedUnit(unit, event)) };
    case 'UnitClosed':
      return { ...next, units: withUnit(units, event.unit, (unit) => ({ ...unit, to: event.to })) };
    case 'KeyVersionSet':
      return { ...next, keys: withEntry(keys, event.key, [...(keys.get(event.key) ?? []), versionOf(event)]) };
    default:
      return unreachable(event);
  }
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

function begun(terms: readonly Term[] = [], from: CivilDate): readonly Term[] {
  return [...terms, { from }];
}

function ended(terms: readonly Term[] = [], to: CivilDate): readonly Term[] {
  return terms.map((term, i) => (i === terms.length - 1 ? { ...term, to } : term));
}

function withTerms(
  functions: Collaboration['functions'],
  { function: of, force }: FunctionJoined | FunctionLeft,
  change: (terms: readonly Term[] | undefined) => readonly Term[],
): Collaboration['functions'] {
  const forces = functions.get(of) ?? new Map<ForceId, readonly Term[]>();
  return withEntry(functions, of, withEntry(forces, force, change(forces.get(force))));
}

/** An event of a unit that was never opened changes nothing; `verify` reports it. */
function withUnit(units: Collaboration['units'], id: UnitId, change: (unit: Unit) => Unit): Collaboration['units'] {
  const unit = units.get(id);
  return unit === undefined ? units : withEntry(units, id, change(unit));
}

function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}
