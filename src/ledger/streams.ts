import type { Collaboration } from '../domain/collaboration/collaboration.js';
import { evolveCollaboration } from '../domain/collaboration/collaboration.js';
import type { CollaborationEvent } from '../domain/collaboration/events.js';
import type { LedgerEvent } from '../domain/event-catalogue.js';
import type { ForceRegisterEvent } from '../domain/force-register/events.js';
import { emptyRegister, evolveForceRegister, type ForceRegister } from '../domain/force-register/force-register.js';
import type { CollaborationId, FigureId, OutcomeId, PersonId } from '../domain/identifiers.js';
import { incentiveEvents, type IncentiveEvent } from '../domain/incentive/events.js';
import { evolveIncentives, noIncentives, type Incentives } from '../domain/incentive/incentives.js';
import type { ItemKeyEvent } from '../domain/item-key/events.js';
import { evolveItemKeys, noItemKeys, type ItemKeys } from '../domain/item-key/set-item-key.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from '../domain/measure/catalogue.js';
import type { MeasureEvent } from '../domain/measure/events.js';
import { outcomeEvents, type OutcomeEvent } from '../domain/outcome/events.js';
import { evolveHandled, untouched, type HandledOutcome } from '../domain/outcome/hands.js';
import { evolveOutcome, unrecorded, type Outcome } from '../domain/outcome/outcome.js';
import type { ProgrammeEvent } from '../domain/programme/events.js';
import { emptyProgramme, evolveProgramme, type Programme } from '../domain/programme/programme.js';

import { evolveFigure } from '../domain/published-figure/figure.js';
import {
  publishedFigureEvents,
  type PublishedFigure,
  type PublishedFigureEvent,
} from '../domain/published-figure/events.js';

/** A stream with the fold that gives its state. `evolve` leaves alone what does not belong to it; `verify` reports such entries. */
export interface Aggregate<State, Event extends LedgerEvent> {
  readonly stream: string;
  readonly initial: State;
  owns(event: LedgerEvent): event is Event;
  /** Folds one event in; `actor` is who recorded it. */
  evolve(state: State, event: Event, actor: PersonId): State;
}

export const MEASURE_CATALOGUE = 'measure-catalogue';
export const FORCE_REGISTER = 'force-register';
export const ITEM_KEYS = 'item-keys';

/** The stream of one outcome. */
export const outcomeStream = (id: OutcomeId): string => `outcome-${id}`;
/** The stream of one published figure. */
export const figureStream = (id: FigureId): string => `published-figure-${id}`;
/** The stream of one collaboration. */
export const collaborationStream = (id: CollaborationId): string => `collaboration-${id}`;

/** The stream of the projects of one collaboration. */
export const programmeStream = (id: CollaborationId): string => `programme-${id}`;

/** The stream of how one collaboration's collections are given back, and of what was received. */
export const incentiveStream = (id: CollaborationId): string => `incentives-${id}`;

/** The id that the name of an outcome's stream holds; `undefined` for other streams. */
export function outcomeIdOf(stream: string): OutcomeId | undefined {
  return stream.startsWith('outcome-') ? (stream.slice('outcome-'.length) as OutcomeId) : undefined;
}

/** The id that the name of a published figure's stream holds; `undefined` for other streams. */
export function figureIdOf(stream: string): FigureId | undefined {
  return stream.startsWith('published-figure-') ? (stream.slice('published-figure-'.length) as FigureId) : undefined;
}

const OUTCOME: ReadonlySet<string> = new Set<string>(Object.keys(outcomeEvents));
const COLLABORATION: ReadonlySet<string> = new Set<CollaborationEvent['type']>([
  'CollaborationFounded',
  'MemberJoined',
  'MemberLeft',
  'FunctionJoined',
  'FunctionLeft',
  'UnitOpened',
  'UnitRenamed',
  'UnitMoved',
  'UnitClosed',
  'KeyVersionSet',
]);
const MEASURE: ReadonlySet<string> = new Set<MeasureEvent['type']>([
  'MeasureDefined',
  'StatementLinesSet',
  'DeflatorsSet',
]);
const REGISTER: ReadonlySet<string> = new Set<ForceRegisterEvent['type']>(['RegionRegistered', 'ForceRegistered']);

const INCENTIVE: ReadonlySet<string> = new Set<string>(Object.keys(incentiveEvents));
const PROGRAMME: ReadonlySet<string> = new Set<ProgrammeEvent['type']>([
  'TiersSet',
  'ProjectProposed',
  'ProjectScored',
  'BusinessCaseSet',
  'ProjectApproved',
  'ProjectStatusChanged',
  'BenefitProfileSet',
]);

export const isOutcomeEvent = (event: LedgerEvent): event is OutcomeEvent => OUTCOME.has(event.type);
export const isCollaborationEvent = (event: LedgerEvent): event is CollaborationEvent => COLLABORATION.has(event.type);
export const isMeasureEvent = (event: LedgerEvent): event is MeasureEvent => MEASURE.has(event.type);
export const isForceRegisterEvent = (event: LedgerEvent): event is ForceRegisterEvent => REGISTER.has(event.type);
export const isProgrammeEvent = (event: LedgerEvent): event is ProgrammeEvent => PROGRAMME.has(event.type);
export const isIncentiveEvent = (event: LedgerEvent): event is IncentiveEvent => INCENTIVE.has(event.type);

const FIGURE: ReadonlySet<string> = new Set<string>(Object.keys(publishedFigureEvents));
export const isFigureEvent = (event: LedgerEvent): event is PublishedFigureEvent => FIGURE.has(event.type);

export const isItemKeyEvent = (event: LedgerEvent): event is ItemKeyEvent => event.type === 'ItemKeySet';

/** One outcome as an aggregate. */
export function outcomeAggregate(id: OutcomeId): Aggregate<Outcome, OutcomeEvent> {
  return { stream: outcomeStream(id), initial: unrecorded, owns: isOutcomeEvent, evolve: evolveOutcome };
}

/** One outcome together with those who had a hand in it. */
export function handledAggregate(id: OutcomeId): Aggregate<HandledOutcome, OutcomeEvent> {
  return { stream: outcomeStream(id), initial: untouched, owns: isOutcomeEvent, evolve: evolveHandled };
}

/** One published figure as an aggregate; `undefined` until it is recorded. */
export function figureAggregate(id: FigureId): Aggregate<PublishedFigure | undefined, PublishedFigureEvent> {
  return { stream: figureStream(id), initial: undefined, owns: isFigureEvent, evolve: evolveFigure };
}

/** One collaboration as an aggregate; `undefined` until it is founded. */
export function collaborationAggregate(id: CollaborationId): Aggregate<Collaboration | undefined, CollaborationEvent> {
  return {
    stream: collaborationStream(id),
    initial: undefined,
    owns: isCollaborationEvent,
    evolve: evolveCollaboration,
  };
}

/** The one catalogue of measures as an aggregate. */
export const catalogueAggregate: Aggregate<Catalogue, MeasureEvent> = {
  stream: MEASURE_CATALOGUE,
  initial: emptyCatalogue,
  owns: isMeasureEvent,
  evolve: evolveCatalogue,
};

/** The one register of regions and forces as an aggregate. */
export const registerAggregate: Aggregate<ForceRegister, ForceRegisterEvent> = {
  stream: FORCE_REGISTER,
  initial: emptyRegister,
  owns: isForceRegisterEvent,
  evolve: evolveForceRegister,
};

/** The projects of one collaboration as an aggregate. */
export function programmeAggregate(id: CollaborationId): Aggregate<Programme, ProgrammeEvent> {
  return { stream: programmeStream(id), initial: emptyProgramme, owns: isProgrammeEvent, evolve: evolveProgramme };
}

/** How one collaboration's collections are given back, with what was received, as an aggregate. */
export function incentiveAggregate(id: CollaborationId): Aggregate<Incentives, IncentiveEvent> {
  return { stream: incentiveStream(id), initial: noIncentives, owns: isIncentiveEvent, evolve: evolveIncentives };
}

/** The versions of the key of item identities as an aggregate. */
export const itemKeysAggregate: Aggregate<ItemKeys, ItemKeyEvent> = {
  stream: ITEM_KEYS,
  initial: noItemKeys,
  owns: isItemKeyEvent,
  evolve: evolveItemKeys,
};
