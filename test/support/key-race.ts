import type { UnitId } from '../../src/domain/identifiers.js';
import type { Append, EventStore } from '../../src/ledger/event-store.js';
import type { Executed } from '../../src/ledger/execute.js';
import { Ledger } from '../../src/ledger/ledger.js';
import { recordByItem } from '../../src/ledger/record-item.js';
import { id, uuidEnding } from './given-when-then.js';
import { loadGround } from './ground.js';
import { itemKeyOf, ledgerInMemory } from './ledgers.js';
import { arrest, YORKSHIRE } from './yorkshire.js';

/** What became of one item that two units told of while a version of the key was added. */
export interface Raced {
  /** By the copy without the new version, which looked for the item before it was set and wrote after the other copy had written. */
  readonly slow: Executed;
  readonly other: Executed;
  /** By the slow copy once it has the version too. */
  readonly again: Executed;
  /** How many outcomes there are then of the one item. */
  readonly outcomes: number;
}

const { model, now } = ledgerInMemory();
const exhibit = { scheme: 'exhibit', reference: 'wy/12 ab' } as const;

/**
 * Lets a copy that was not stopped look for an item, a version of the key be added and used by another copy, and only then the first one write. Takes two stores on one empty
 * ledger. Not `isGuarded`: the slow copy writes as though it did not matter what versions there are.
 */
export async function raceOfKeys(store: EventStore, other: EventStore, isGuarded: boolean): Promise<Raced> {
  const looked = Promise.withResolvers<undefined>();
  const written = Promise.withResolvers<undefined>();
  const append = async ({ beside, ...rest }: Append) => {
    if (rest.stream.startsWith('outcome-')) {
      looked.resolve(undefined);
      await written.promise;
    }
    return store.append(isGuarded && beside !== undefined ? { ...rest, beside } : rest);
  };
  const slowStore = new Proxy(store, {
    get: (target, name) => {
      const own: unknown = Reflect.get(target, name, target);
      if (name === 'append') return append;
      return typeof own === 'function' ? (own.bind(target) as unknown) : own;
    },
  });
  const copy = (on: EventStore, ...keys: readonly string[]): Ledger => new Ledger(on, model, now, itemKeyOf(...keys));
  const record = (on: Ledger, unit: string, n: number): Promise<Executed> =>
    recordByItem(
      on,
      { id: uuidEnding(n), actor: id('evaluator') },
      { collaboration: YORKSHIRE, outcome: arrest({ unit: id<UnitId>(unit) }) },
      exhibit,
    );
  await loadGround(copy(store), id('evaluator'));
  const bySlow = record(copy(slowStore, 'first'), 'rart', 1);
  await looked.promise;
  const byOther = await record(copy(other, 'first', 'second'), 'rrpt', 2);
  written.resolve(undefined);
  const slow = await bySlow;
  const again = await record(copy(store, 'first', 'second'), 'rart', 3);
  return { slow, other: byOther, again, outcomes: (await store.streamsOf('outcome')).length };
}
