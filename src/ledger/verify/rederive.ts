import { closeUnit } from '../../domain/collaboration/close-unit.js';
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
import { registerForce } from '../../domain/force-register/register-force.js';
import { registerRegion } from '../../domain/force-register/register-region.js';
import type { OutcomeId, PersonId } from '../../domain/identifiers.js';
import { decideIncentive } from '../../domain/incentive/decide-incentive.js';
import { incentiveFactIn, type IncentiveEvent } from '../../domain/incentive/events.js';
import { setItemKey } from '../../domain/item-key/set-item-key.js';
import { defineMeasure } from '../../domain/measure/define-measure.js';
import { setDeflators } from '../../domain/measure/set-deflators.js';
import { setStatementLines } from '../../domain/measure/set-statement-lines.js';
import { agreeClaimWeights } from '../../domain/outcome/agree-claim-weights.js';
import { answerQuery } from '../../domain/outcome/answer-query.js';
import { auditOutcome } from '../../domain/outcome/audit-outcome.js';
import { recordItem } from '../../domain/outcome/claim-outcome.js';
import type { OutcomeEvent, OutcomeRecorded, RestsOn } from '../../domain/outcome/events.js';
import type { FindingEvent } from '../../domain/outcome/finding-events.js';
import type { HandledOutcome } from '../../domain/outcome/hands.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { type SavingsBeside, carriedFromOf, ownClaimOf, savingClaimOf } from '../../domain/outcome/saving-claims.js';
import { linkOutcome, noteDuplicate, unlinkOutcome, type AtRevision } from '../../domain/outcome/link-outcome.js';
import { queryOutcome } from '../../domain/outcome/query-outcome.js';
import { correctAssetStage } from '../../domain/outcome/correct-asset-stage.js';
import { correctOutcome } from '../../domain/outcome/correct-outcome.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { recordOutcome, type OutcomeContext, type TellingContext } from '../../domain/outcome/record-outcome.js';
import { rejectOutcome } from '../../domain/outcome/reject-outcome.js';
import { validateOutcome } from '../../domain/outcome/validate-outcome.js';
import { withdrawClaim } from '../../domain/outcome/withdraw-claim.js';
import { withdrawOutcome } from '../../domain/outcome/withdraw-outcome.js';
import { decideProgramme } from '../../domain/programme/decide-programme.js';
import { factIn, type ProgrammeEvent } from '../../domain/programme/events.js';
import { disputeFigure, endDispute } from '../../domain/published-figure/dispute-figure.js';
import type { PublishedFigureEvent } from '../../domain/published-figure/events.js';
import { recordPublishedFigure } from '../../domain/published-figure/record-published-figure.js';
import type { DecidedOn } from '../../domain/past-day.js';
import { unreachable } from '../../domain/unreachable.js';
import { londonDate } from '../clock.js';
import type { Entry } from '../codec/entry-line.js';
import type { AgreementEvent } from '../commands.js';
import type { SavingsBook } from '../savings-book.js';
import {
  figureIdOf,
  isFigureEvent,
  isIncentiveEvent,
  isOutcomeEvent,
  isProgrammeEvent,
  outcomeIdOf,
} from '../streams.js';
import { Unfounded, type Histories } from './histories.js';

/** Outcomes as the entries before this one leave them: the entry's own with those who had a hand in it, and any other, which is `unrecorded` at revision -1 when it is not there. */
export interface OutcomesBefore {
  readonly handled: HandledOutcome;
  readonly other: (id: OutcomeId) => AtRevision;
  /** What savings had claimed by then. */
  readonly savings: SavingsBook;
  /** The number of the entry that is decided again: what it rests on comes before it. */
  readonly entry: number;
}

/**
 * Decides again what an entry decided, from nothing but the command in it and the entries before it. The decision must give the very
 * same event. `asBefore`: as it was decided before some faults were mended (see `OutcomeContext`). Throws `Unfounded`.
 */
export function rederive(
  entry: Entry,
  before: Histories,
  outcomes: OutcomesBefore,
  asBefore = false,
): Decision<LedgerEvent> {
  const { event, recordedAt, stream } = entry;
  if (event.type === 'PublishedFigureRecorded')
    return recordPublishedFigure(event.figure, {
      ...before.contextAt(event.figure.collaboration, event.restsOn, recordedAt),
      // An entry that does not rest on what contains it is of before that was looked up.
      containing: event.restsOn.within === undefined ? 'not-looked-up' : before.figure(event.figure.within),
      asBefore,
    });
  if (isFigureEvent(event)) return rederiveDispute(event, stream, before);
  if (isProgrammeEvent(event)) return rederiveProgramme(event, before, recordedAt, asBefore);
  if (isIncentiveEvent(event)) return rederiveIncentive(event, before, recordedAt, asBefore);
  if (!isOutcomeEvent(event)) return rederiveAgreement(event, before, { today: londonDate(recordedAt), asBefore });
  const outcomeId = outcomeIdOf(stream);
  if (outcomeId === undefined) throw new Unfounded(`is no entry for the stream ${stream}`);
  return rederiveOutcome(outcomeId, { ...entry, event }, before, { ...outcomes, asBefore });
}

function rederiveDispute(
  event: Exclude<PublishedFigureEvent, { type: 'PublishedFigureRecorded' }>,
  stream: string,
  before: Histories,
): Decision<LedgerEvent> {
  const figureId = figureIdOf(stream);
  if (figureId === undefined) throw new Unfounded(`is no entry for the stream ${stream}`);
  const figure = before.figure(figureId);
  return event.type === 'PublishedFigureDisputed'
    ? disputeFigure({ figureId, reason: event.reason }, figure)
    : endDispute({ figureId, reason: event.reason }, figure);
}

function rederiveOutcome(
  outcomeId: OutcomeId,
  { actor, event, recordedAt }: Pick<Entry, 'actor' | 'recordedAt'> & { readonly event: OutcomeEvent },
  before: Histories,
  { handled, other, savings, entry, asBefore }: OutcomesBefore & { readonly asBefore: boolean },
): Decision<LedgerEvent> {
  const own = handled.outcome;
  const context = (restsOn: RestsOn): OutcomeContext => ({
    ...before.contextAt(event.collaboration, restsOn, recordedAt),
    asBefore,
  });
  /** Entries of before the saving was looked up that they carry on say nothing of it. */
  const carryingOn = ({ outcome: told, restsOn }: Telling): TellingContext => {
    const carriedFrom = carriedFromOf(told);
    if (carriedFrom === undefined) return { ...context(restsOn), predecessor: undefined };
    if (restsOn.predecessor !== undefined) {
      const { outcome, revision } = other(carriedFrom);
      return { ...context(restsOn), predecessor: { revision, saving: savingClaimOf(carriedFrom, outcome) } };
    }
    if (restsOn.savings === undefined) return { ...context(restsOn), predecessor: 'not-looked-up' };
    return { ...context(restsOn), predecessor: savings.predecessor(carriedFrom, assertBefore(restsOn.savings, entry)) };
  };
  switch (event.type) {
    case 'OutcomeRecorded':
      if (event.outcome.item === undefined) return recordOutcome(event, carryingOn(event));
      before.checkItem(event.outcome.item);
      return recordItem(event, outcomeId, own, carryingOn(event));
    case 'OutcomeClaimed':
      before.checkItem(event.outcome.item);
      return recordItem(event, outcomeId, own, carryingOn(event));
    case 'OutcomeCorrected':
      return correctOutcome({ ...event, outcomeId }, own, carryingOn(event));
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
      return rederiveFinding(event, outcomeId, actor, handled, {
        savings: savingsBeside(event, outcomeId, own, savings, entry),
        asBefore,
      });
    case 'AssetStageReached':
      return recordAssetStage({ outcomeId, stage: event.stage }, own, context(event.restsOn));
    case 'AssetStageCorrected':
      return correctAssetStage({ ...event, outcomeId }, own, context(event.restsOn));
    default:
      return unreachable(event);
  }
}

type Telling = Pick<OutcomeRecorded, 'outcome' | 'restsOn'>;

function rederiveProgramme(
  event: ProgrammeEvent,
  before: Histories,
  recordedAt: string,
  asBefore: boolean,
): Decision<LedgerEvent> {
  const context = { ...before.contextAt(event.collaboration, event.restsOn, recordedAt), asBefore };
  return decideProgramme(factIn(event), before.programme(event.collaboration), context);
}

function rederiveIncentive(
  event: IncentiveEvent,
  before: Histories,
  recordedAt: string,
  asBefore: boolean,
): Decision<LedgerEvent> {
  const context = { ...before.contextAt(event.collaboration, event.restsOn, recordedAt), asBefore };
  return decideIncentive(incentiveFactIn(event), before.incentives(event.collaboration), context);
}

/** What a finding that gives a grade rested on of other savings, as far as they were looked at then. */
function savingsBeside(
  event: FindingEvent,
  outcomeId: OutcomeId,
  outcome: Outcome,
  savings: SavingsBook,
  entry: number,
): SavingsBeside {
  const restsOn = 'restsOn' in event ? event.restsOn : undefined;
  if (restsOn === undefined) return 'not-looked-up';
  const own = ownClaimOf(outcomeId, outcome);
  if (own === undefined || outcome.status !== 'recorded') return undefined;
  const known = savings.knownAt(own, carriedFromOf(outcome.details), assertBefore(restsOn.savings, entry));
  return restsOn.carriedOn === undefined ? { ...known, carriedOn: 'not-looked-up' } : known;
}

/** Throws `Unfounded` for a place in the ledger that does not come before the entry that rests on it. */
function assertBefore(at: number, entry: number): number {
  if (at >= entry) throw new Unfounded(`rests on savings as at entry ${at}, which does not come before it`);
  return at;
}

function rederiveFinding(
  event: FindingEvent,
  outcomeId: OutcomeId,
  person: PersonId,
  handled: HandledOutcome,
  { savings, asBefore }: { readonly savings: SavingsBeside; readonly asBefore: boolean },
): Decision<LedgerEvent> {
  switch (event.type) {
    case 'OutcomeValidated':
      return validateOutcome({ outcomeId, person }, handled, savings, asBefore);
    case 'OutcomeAudited':
      return auditOutcome({ outcomeId, person }, handled, savings, asBefore);
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

function rederiveAgreement(event: AgreementEvent, before: Histories, when: DecidedOn): Decision<LedgerEvent> {
  switch (event.type) {
    case 'RegionRegistered':
      return registerRegion(withoutType(event), before.register);
    case 'ForceRegistered':
      return registerForce(withoutType(event), before.register);
    case 'MeasureDefined':
      return defineMeasure(withoutType(event), before.catalogue);
    case 'DeflatorsSet':
      return setDeflators(withoutType(event), before.catalogue, when);
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
      return moveUnit(withoutType(event), before.collaboration(event.collaboration), when);
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
