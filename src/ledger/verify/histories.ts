import type { CollaborationEvent } from '../../domain/collaboration/events.js';
import { evolveCollaboration, type Collaboration } from '../../domain/collaboration/collaboration.js';
import type { LedgerEvent } from '../../domain/event-catalogue.js';
import { emptyRegister, evolveForceRegister, type ForceRegister } from '../../domain/force-register/force-register.js';
import type { CollaborationId, FigureId } from '../../domain/identifiers.js';
import type { IncentiveEvent } from '../../domain/incentive/events.js';
import { evolveIncentives, noIncentives, type Incentives } from '../../domain/incentive/incentives.js';
import { evolveItemKeys, noItemKeys, type ItemKeys } from '../../domain/item-key/set-item-key.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from '../../domain/measure/catalogue.js';
import type { Item, RestsOn } from '../../domain/outcome/events.js';
import type { OutcomeContext } from '../../domain/outcome/record-outcome.js';
import type { ProgrammeEvent } from '../../domain/programme/events.js';
import { emptyProgramme, evolveProgramme, type Programme } from '../../domain/programme/programme.js';
import type { PublishedFigure } from '../../domain/published-figure/events.js';
import { evolveFigure } from '../../domain/published-figure/figure.js';
import { forcesOf } from '../agreements.js';
import { londonDate } from '../clock.js';
import type { Entry } from '../codec/entry-line.js';
import {
  isCollaborationEvent,
  isFigureEvent,
  isForceRegisterEvent,
  isIncentiveEvent,
  isItemKeyEvent,
  isMeasureEvent,
  isProgrammeEvent,
} from '../streams.js';

/** An entry rests on something that was not there when it was recorded. */
export class Unfounded extends Error {
  override readonly name = 'Unfounded';
}

/** Agreements, catalogue and register at every revision that they have had so far, because an entry says which one it rested on. */
export class Histories {
  private readonly collaborations = new Map<CollaborationId, Collaboration[]>();
  private readonly catalogues: Catalogue[] = [];
  private readonly registers: ForceRegister[] = [];
  private readonly figures = new Map<FigureId, { readonly figure: PublishedFigure; readonly revision: number }>();
  /** As they stand: no decision elsewhere rests on a programme. */
  private readonly programmes = new Map<CollaborationId, Programme>();
  /** As they stand, for the same reason. */
  private readonly incentivesOf = new Map<CollaborationId, Incentives>();
  private keys = noItemKeys;

  /** Folds an entry in if it belongs to one of these streams, and says whether it does. */
  add({ event }: Pick<Entry, 'event'>): boolean {
    if (isMeasureEvent(event)) this.catalogues.push(evolveCatalogue(this.catalogue, event));
    else if (isForceRegisterEvent(event)) this.registers.push(evolveForceRegister(this.register, event));
    else if (isItemKeyEvent(event)) this.keys = evolveItemKeys(this.keys, event);
    else if (isCollaborationEvent(event)) this.addToCollaboration(event);
    else if (isProgrammeEvent(event)) this.addToProgramme(event);
    else if (isIncentiveEvent(event)) this.addToIncentives(event);
    else return false;
    return true;
  }

  private addToCollaboration(event: CollaborationEvent): void {
    const known = this.collaborations.get(event.collaboration) ?? [];
    const next = evolveCollaboration(known.at(-1), event);
    if (next !== undefined) this.collaborations.set(event.collaboration, [...known, next]);
  }

  private addToProgramme(event: ProgrammeEvent): void {
    this.programmes.set(event.collaboration, evolveProgramme(this.programme(event.collaboration), event));
  }

  private addToIncentives(event: IncentiveEvent): void {
    this.incentivesOf.set(event.collaboration, evolveIncentives(this.incentives(event.collaboration), event));
  }

  /** The catalogue as the entries so far leave it. */
  get catalogue(): Catalogue {
    return this.catalogues.at(-1) ?? emptyCatalogue;
  }

  /** The register of forces as the entries so far leave it. */
  get register(): ForceRegister {
    return this.registers.at(-1) ?? emptyRegister;
  }

  /** The item key's versions so far. */
  get itemKeys(): ItemKeys {
    return this.keys;
  }

  /** Throws `Unfounded` for an item whose token is under a version of the key that no earlier entry set: its `keyVersion` is what it rests on. */
  checkItem(item: Item | undefined): void {
    if (item !== undefined && item.keyVersion > this.keys.length)
      throw new Unfounded(`rests on version ${item.keyVersion} of the item key, which no earlier entry has`);
  }

  /** A collaboration as the entries so far leave it. */
  collaboration(id: CollaborationId): Collaboration | undefined {
    return this.collaborations.get(id)?.at(-1);
  }

  /** The projects of a collaboration as the entries so far leave them. */
  programme(id: CollaborationId): Programme {
    return this.programmes.get(id) ?? emptyProgramme;
  }

  /** How a collaboration's collections are given back, with what was received, as the entries so far leave it. */
  incentives(id: CollaborationId): Incentives {
    return this.incentivesOf.get(id) ?? noIncentives;
  }

  /** Folds an entry into a published figure, for those that it contains and for what is said of it later. */
  addFigure(id: FigureId, { event }: Entry): void {
    if (!isFigureEvent(event)) return;
    const before = this.figures.get(id);
    const figure = evolveFigure(before?.figure, event);
    if (figure !== undefined) this.figures.set(id, { figure, revision: (before?.revision ?? -1) + 1 });
  }

  /** A figure as the entries so far leave it; `undefined` without an id, or when there is none. */
  figure(id: FigureId | undefined): PublishedFigure | undefined {
    return id === undefined ? undefined : this.figures.get(id)?.figure;
  }

  /** The last revision that a figure's stream has had; -1 for none. */
  lastRevisionOfFigure(id: FigureId): number {
    return this.figures.get(id)?.revision ?? -1;
  }

  /** How many entries each of these streams has had, by the stream's own name; -1 for none. */
  lastRevision(event: LedgerEvent): number {
    if (isMeasureEvent(event)) return this.catalogues.length - 1;
    if (isForceRegisterEvent(event)) return this.registers.length - 1;
    if (isProgrammeEvent(event)) return this.programme(event.collaboration).revision;
    if (isIncentiveEvent(event)) return this.incentives(event.collaboration).revision;
    if (isItemKeyEvent(event)) return this.keys.length - 1;
    return isCollaborationEvent(event) ? (this.collaborations.get(event.collaboration)?.length ?? 0) - 1 : -1;
  }

  /** What a decision had before it, at the revisions it names. Throws `Unfounded` for a revision that no earlier entry has. */
  contextAt(id: CollaborationId, restsOn: RestsOn, recordedAt: string): OutcomeContext {
    const collaboration = this.collaborations.get(id)?.[restsOn.collaboration];
    if (collaboration === undefined)
      throw new Unfounded(`rests on revision ${restsOn.collaboration} of ${id}, which no earlier entry has`);
    const catalogue = this.catalogues[restsOn.measureCatalogue];
    if (catalogue === undefined) {
      throw new Unfounded(
        `rests on revision ${restsOn.measureCatalogue} of the measure catalogue, which no earlier entry has`,
      );
    }
    return { collaboration, catalogue, forces: forcesOf(this.register), today: londonDate(recordedAt) };
  }

  /** The register at the revision that a decision names. Throws `Unfounded` for one that no earlier entry has. */
  registerAt(revision: number): ForceRegister {
    const register = this.registers[revision];
    if (register === undefined)
      throw new Unfounded(`rests on revision ${revision} of the force register, which no earlier entry has`);
    return register;
  }
}
