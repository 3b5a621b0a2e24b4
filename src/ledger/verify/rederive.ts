import type { CollaborationEvent } from '../../domain/collaboration/events.js';
import { closeUnit } from '../../domain/collaboration/close-unit.js';
import { evolveCollaboration, type Collaboration } from '../../domain/collaboration/collaboration.js';
import { foundCollaboration } from '../../domain/collaboration/found-collaboration.js';
import { joinFunction } from '../../domain/collaboration/join-function.js';
import { joinMember } from '../../domain/collaboration/join-member.js';
import { leaveFunction } from '../../domain/collaboration/leave-function.js';
import { leaveMember } from '../../domain/collaboration/leave-member.js';
import { moveUnit } from '../../domain/collaboration/move-unit.js';
import { openUnit } from '../../domain/collaboration/open-unit.js';
import { renameUnit } from '../../domain/collaboration/rename-unit.js';
import { setKeyVersion } from '../../domain/collaboration/set-key-version.js';
import type { Decision } from '../../domain/decision.js';
import type { LedgerEvent } from '../../domain/event-catalogue.js';
import { emptyRegister, evolveForceRegister, type ForceRegister } from '../../domain/force-register/force-register.js';
import { registerForce } from '../../domain/force-register/register-force.js';
import { registerRegion } from '../../domain/force-register/register-region.js';
import type { CollaborationId, FigureId, OutcomeId, PersonId } from '../../domain/identifiers.js';
import { evolveItemKeys, noItemKeys, setItemKey, type ItemKeys } from '../../domain/item-key/set-item-key.js';
import { emptyCatalogue, evolveCatalogue, type Catalogue } from '../../domain/measure/catalogue.js';
import { defineMeasure } from '../../domain/measure/define-measure.js';
import { setDeflators } from '../../domain/measure/set-deflators.js';
import { setStatementLines } from '../../domain/measure/set-statement-lines.js';
import { agreeClaimWeights } from '../../domain/outcome/agree-claim-weights.js';
import { answerQuery } from '../../domain/outcome/answer-query.js';
import { auditOutcome } from '../../domain/outcome/audit-outcome.js';
import { recordItem } from '../../domain/outcome/claim-outcome.js';
import type { Item, OutcomeEvent, RestsOn } from '../../domain/outcome/events.js';
import type { FindingEvent } from '../../domain/outcome/finding-events.js';
import type { HandledOutcome } from '../../domain/outcome/hands.js';
import { linkOutcome, noteDuplicate, unlinkOutcome, type AtRevision } from '../../domain/outcome/link-outcome.js';
import { queryOutcome } from '../../domain/outcome/query-outcome.js';
import { correctAssetStage } from '../../domain/outcome/correct-asset-stage.js';
import { correctOutcome } from '../../domain/outcome/correct-outcome.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { recordOutcome, type OutcomeContext } from '../../domain/outcome/record-outcome.js';
import { rejectOutcome } from '../../domain/outcome/reject-outcome.js';
import { validateOutcome } from '../../domain/outcome/validate-outcome.js';
import { withdrawClaim } from '../../domain/outcome/withdraw-claim.js';
import { withdrawOutcome } from '../../domain/outcome/withdraw-outcome.js';
import { decideProgramme } from '../../domain/programme/decide-programme.js';
import { factIn, type ProgrammeEvent } from '../../domain/programme/events.js';
import { emptyProgramme, evolveProgramme, type Programme } from '../../domain/programme/programme.js';
import type { PublishedFigure } from '../../domain/published-figure/events.js';
import { recordPublishedFigure } from '../../domain/published-figure/record-published-figure.js';
import { unreachable } from '../../domain/unreachable.js';
import { forcesOf } from '../agreements.js';
import { londonDate } from '../clock.js';
import type { Entry } from '../codec/entry-line.js';
import type { AgreementEvent } from '../commands.js';
import {
  isCollaborationEvent,
  isForceRegisterEvent,
  isItemKeyEvent,
  isMeasureEvent,
  isOutcomeEvent,
  isProgrammeEvent,
  outcomeIdOf,
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
  private readonly figures = new Map<FigureId, PublishedFigure>();
  /** As they stand: no decision elsewhere rests on a programme. */
  private readonly programmes = new Map<CollaborationId, Programme>();
  private keys = noItemKeys;

  /** Folds an entry in if it belongs to one of these streams, and says whether it does. */
  add({ event }: Pick<Entry, 'event'>): boolean {
    if (isMeasureEvent(event)) this.catalogues.push(evolveCatalogue(this.catalogue, event));
    else if (isForceRegisterEvent(event)) this.registers.push(evolveForceRegister(this.register, event));
    else if (isItemKeyEvent(event)) this.keys = evolveItemKeys(this.keys, event);
    else if (isCollaborationEvent(event)) this.addToCollaboration(event);
    else if (isProgrammeEvent(event)) this.addToProgramme(event);
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

  /** Keeps a published figure for those that it contains. */
  addFigure(id: FigureId, { event }: Entry): void {
    if (event.type === 'PublishedFigureRecorded') this.figures.set(id, event.figure);
  }

  /** A figure that an earlier entry recorded; `undefined` without an id, or when there is none. */
  figure(id: FigureId | undefined): PublishedFigure | undefined {
    return id === undefined ? undefined : this.figures.get(id);
  }

  /** How many entries each of these streams has had, by the stream's own name; -1 for none. */
  lastRevision(event: LedgerEvent): number {
    if (isMeasureEvent(event)) return this.catalogues.length - 1;
    if (isForceRegisterEvent(event)) return this.registers.length - 1;
    if (isProgrammeEvent(event)) return this.programme(event.collaboration).revision;
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

/** Outcomes as the entries before this one leave them: the entry's own with those who had a hand in it, and any other, which is `unrecorded` at revision -1 when it is not there. */
export interface OutcomesBefore {
  readonly handled: HandledOutcome;
  readonly other: (id: OutcomeId) => AtRevision;
}

/**
 * Decides again what an entry decided, from nothing but the command in it and the entries before it. The decision must give the very
 * same event. Throws `Unfounded`.
 */
export function rederive(entry: Entry, before: Histories, outcomes: OutcomesBefore): Decision<LedgerEvent> {
  const { event, recordedAt, stream } = entry;
  if (event.type === 'PublishedFigureRecorded')
    return recordPublishedFigure(event.figure, {
      ...before.contextAt(event.figure.collaboration, event.restsOn, recordedAt),
      // An entry that does not rest on what contains it is of before that was looked up.
      containing: event.restsOn.within === undefined ? 'not-looked-up' : before.figure(event.figure.within),
    });
  if (isProgrammeEvent(event)) return rederiveProgramme(event, before, recordedAt);
  if (!isOutcomeEvent(event)) return rederiveAgreement(event, before);
  const outcomeId = outcomeIdOf(stream);
  if (outcomeId === undefined) throw new Unfounded(`is no entry for the stream ${stream}`);
  return rederiveOutcome(outcomeId, { ...entry, event }, before, outcomes);
}

function rederiveOutcome(
  outcomeId: OutcomeId,
  { actor, event, recordedAt }: Pick<Entry, 'actor' | 'recordedAt'> & { readonly event: OutcomeEvent },
  before: Histories,
  { handled, other }: OutcomesBefore,
): Decision<LedgerEvent> {
  const own = handled.outcome;
  const context = (restsOn: RestsOn): OutcomeContext => before.contextAt(event.collaboration, restsOn, recordedAt);
  switch (event.type) {
    case 'OutcomeRecorded':
      if (event.outcome.item === undefined) return recordOutcome(event, context(event.restsOn));
      before.checkItem(event.outcome.item);
      return recordItem(event, outcomeId, own, context(event.restsOn));
    case 'OutcomeClaimed':
      before.checkItem(event.outcome.item);
      return recordItem(event, outcomeId, own, context(event.restsOn));
    case 'OutcomeCorrected':
      return correctOutcome({ ...event, outcomeId }, own, context(event.restsOn));
    case 'OutcomeWithdrawn':
      return withdrawOutcome({ outcomeId, reason: event.reason }, own);
    case 'ClaimWithdrawn':
      return withdrawClaim({ ...event, outcomeId }, own, context(event.restsOn));
    case 'ClaimWeightsAgreed':
      return agreeClaimWeights({ ...event, outcomeId }, own, context(event.restsOn));
    case 'OutcomeLinked':
      return linkOutcome({ ...event, outcomeId, primary: event.duplicateOf }, own, other(event.duplicateOf));
    case 'OutcomeUnlinked':
      return unlinkOutcome({ ...event, outcomeId }, own, context(event.restsOn));
    case 'DuplicatesNoted':
      return noteDuplicate({ primary: outcomeId, duplicate: event.duplicate }, own, other(event.duplicate));
    case 'OutcomeValidated':
    case 'OutcomeAudited':
    case 'OutcomeQueried':
    case 'OutcomeQueryAnswered':
    case 'OutcomeRejected':
      return rederiveFinding(event, outcomeId, actor, handled);
    case 'AssetStageReached':
      return recordAssetStage({ outcomeId, stage: event.stage }, own, context(event.restsOn));
    case 'AssetStageCorrected':
      return correctAssetStage({ ...event, outcomeId }, own, context(event.restsOn));
    default:
      return unreachable(event);
  }
}

function rederiveProgramme(event: ProgrammeEvent, before: Histories, recordedAt: string): Decision<LedgerEvent> {
  const context = before.contextAt(event.collaboration, event.restsOn, recordedAt);
  return decideProgramme(factIn(event), before.programme(event.collaboration), context);
}

function rederiveFinding(
  event: FindingEvent,
  outcomeId: OutcomeId,
  person: PersonId,
  handled: HandledOutcome,
): Decision<LedgerEvent> {
  switch (event.type) {
    case 'OutcomeValidated':
      return validateOutcome({ outcomeId, person }, handled);
    case 'OutcomeAudited':
      return auditOutcome({ outcomeId, person }, handled);
    case 'OutcomeQueried':
      return queryOutcome({ outcomeId, reason: event.reason }, handled.outcome);
    case 'OutcomeQueryAnswered':
      return answerQuery({ outcomeId, reason: event.reason }, handled.outcome);
    case 'OutcomeRejected':
      return rejectOutcome({ outcomeId, reason: event.reason }, handled.outcome);
    default:
      return unreachable(event);
  }
}

function rederiveAgreement(event: AgreementEvent, before: Histories): Decision<LedgerEvent> {
  switch (event.type) {
    case 'RegionRegistered':
      return registerRegion(withoutType(event), before.register);
    case 'ForceRegistered':
      return registerForce(withoutType(event), before.register);
    case 'MeasureDefined':
      return defineMeasure(withoutType(event), before.catalogue);
    case 'DeflatorsSet':
      return setDeflators(withoutType(event), before.catalogue);
    case 'StatementLinesSet':
      return setStatementLines(withoutType(event), before.catalogue);
    case 'CollaborationFounded':
      return foundCollaboration(withoutType(event), before.collaboration(event.collaboration));
    case 'MemberJoined': {
      const { collaboration, force, from, restsOn } = event;
      return joinMember(
        { collaboration, force, from },
        before.collaboration(collaboration),
        before.registerAt(restsOn.forceRegister),
      );
    }
    case 'FunctionJoined': {
      const { collaboration, force, from, function: of, restsOn } = event;
      return joinFunction(
        { collaboration, force, from, function: of },
        before.collaboration(collaboration),
        before.registerAt(restsOn.forceRegister),
      );
    }
    case 'FunctionLeft':
      return leaveFunction(withoutType(event), before.collaboration(event.collaboration));
    case 'MemberLeft':
      return leaveMember(withoutType(event), before.collaboration(event.collaboration));
    case 'UnitOpened':
      return openUnit(withoutType(event), before.collaboration(event.collaboration));
    case 'UnitRenamed':
      return renameUnit(withoutType(event), before.collaboration(event.collaboration));
    case 'UnitMoved':
      return moveUnit(withoutType(event), before.collaboration(event.collaboration));
    case 'UnitClosed':
      return closeUnit(withoutType(event), before.collaboration(event.collaboration));
    case 'ItemKeySet':
      return setItemKey(event, before.itemKeys);
    case 'KeyVersionSet':
      return setKeyVersion(withoutType(event), before.collaboration(event.collaboration));
    default:
      return unreachable(event);
  }
}

function withoutType<E extends { readonly type: string }>({ type: _, ...fields }: E): Omit<E, 'type'> {
  return fields;
}
