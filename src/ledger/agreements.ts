import type { Collaboration } from '../domain/collaboration/collaboration.js';
import type { LedgerEvent } from '../domain/event-catalogue.js';
import type { ForceRegister } from '../domain/force-register/force-register.js';
import type { CollaborationId, ForceId } from '../domain/identifiers.js';
import type { ItemKeys } from '../domain/item-key/set-item-key.js';
import type { Catalogue } from '../domain/measure/catalogue.js';
import type { OutcomeContext } from '../domain/outcome/record-outcome.js';
import { londonDate } from './clock.js';
import { StoreAway, type EventStore } from './event-store.js';
import { decodeStored } from './stored-entry.js';
import {
  catalogueAggregate,
  collaborationAggregate,
  itemKeysAggregate,
  registerAggregate,
  type Aggregate,
} from './streams.js';

interface Held<State> {
  readonly state: State;
  readonly revision: number;
  readonly readAt: number;
}

/** For so long what was read of an agreement is taken to stand. */
export const MOST_AGE_MS = 1000;

/**
 * Agreements, measures and forces as they stand, kept for up to a second, so that recording an outcome reads nothing. Another copy of
 * the application may just have changed them: every entry says which revision it rested on. While the store is away, what is known of
 * them goes on being known: figures are still answered, and nothing can be recorded.
 */
export class Agreements {
  private held = new Map<string, Held<unknown>>();
  private reading = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: EventStore,
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  /** A collaboration at its latest known revision, or `undefined` if there is none of that id. */
  collaboration(id: CollaborationId): Promise<Collaboration | undefined> {
    return this.stateOf(collaborationAggregate(id));
  }

  /** All collaborations, in order of id. */
  async collaborations(): Promise<readonly Collaboration[]> {
    const streams = await this.store.streamsOf('collaboration');
    const ids = streams.map((stream) => stream.slice('collaboration-'.length) as CollaborationId);
    const all = await Promise.all(ids.map((id) => this.collaboration(id)));
    return all.filter((collaboration) => collaboration !== undefined);
  }

  /** The catalogue of measures at its latest known revision. */
  catalogue(): Promise<Catalogue> {
    return this.stateOf(catalogueAggregate);
  }

  /** The register of forces at its latest known revision. */
  register(): Promise<ForceRegister> {
    return this.stateOf(registerAggregate);
  }

  /** The fingerprints of the item key's versions that the ledger knows. */
  itemKeys(): Promise<ItemKeys> {
    return this.stateOf(itemKeysAggregate);
  }

  /** What a decision about an outcome of this collaboration has to know; `undefined` if there is no such collaboration. */
  async contextFor(id: CollaborationId, moment: string): Promise<OutcomeContext | undefined> {
    const collaboration = await this.collaboration(id);
    if (collaboration === undefined) return undefined;
    const [catalogue, register] = await Promise.all([this.catalogue(), this.register()]);
    return { collaboration, catalogue, forces: forcesOf(register), today: londonDate(moment) };
  }

  /** Forgets what is held and what is just being read, so that the next decision rests on what stands now. */
  refresh(): void {
    this.held = new Map();
    this.reading = new Map();
  }

  private stateOf<State, Event extends LedgerEvent>(aggregate: Aggregate<State, Event>): Promise<State> {
    const held = this.held.get(aggregate.stream) as Held<State> | undefined;
    if (held !== undefined && this.monotonicMs() - held.readAt < MOST_AGE_MS) return Promise.resolve(held.state);
    const underWay = this.reading.get(aggregate.stream) as Promise<State> | undefined;
    if (underWay !== undefined) return underWay;
    const { reading } = this;
    const read = this.readOrKeep(aggregate, held).finally(() => reading.delete(aggregate.stream));
    reading.set(aggregate.stream, read);
    return read;
  }

  private async readOrKeep<State, Event extends LedgerEvent>(
    aggregate: Aggregate<State, Event>,
    held: Held<State> | undefined,
  ): Promise<State> {
    const holding = this.held;
    try {
      return await this.read(aggregate, held);
    } catch (error) {
      if (!(error instanceof StoreAway) || held === undefined) throw error;
      holding.set(aggregate.stream, { ...held, readAt: this.monotonicMs() });
      return held.state;
    }
  }

  private async read<State, Event extends LedgerEvent>(
    aggregate: Aggregate<State, Event>,
    held: Held<State> | undefined,
  ): Promise<State> {
    const readAt = this.monotonicMs();
    const holding = this.held;
    const lines = await this.store.readStream(aggregate.stream, (held?.revision ?? -1) + 1);
    const state = lines.reduce((folded, stored) => {
      const { actor, event } = decodeStored(stored);
      return aggregate.owns(event) ? aggregate.evolve(folded, event, actor) : folded;
    }, held?.state ?? aggregate.initial);
    const revision = (held?.revision ?? -1) + lines.length;
    if (revision >= 0) holding.set(aggregate.stream, { state, revision, readAt });
    return state;
  }
}

const forceSets = new WeakMap<ForceRegister, ReadonlySet<ForceId>>();

/** The ids of all forces in a register. */
export function forcesOf(register: ForceRegister): ReadonlySet<ForceId> {
  const known = forceSets.get(register);
  if (known !== undefined) return known;
  const fresh = new Set(register.forces.keys());
  forceSets.set(register, fresh);
  return fresh;
}
