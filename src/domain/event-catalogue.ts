import { collaborationEvents, type CollaborationEvent } from './collaboration/events.js';
import { forceRegisterEvents, type ForceRegisterEvent } from './force-register/events.js';
import { incentiveEvents, type IncentiveEvent } from './incentive/events.js';
import { itemKeyEvents, type ItemKeyEvent } from './item-key/events.js';
import { measureEvents, type MeasureEvent } from './measure/events.js';
import { outcomeEvents, type OutcomeEvent } from './outcome/events.js';
import { programmeEvents, type ProgrammeEvent } from './programme/events.js';
import { publishedFigureEvents, type PublishedFigureEvent } from './published-figure/events.js';
import type { ObjectNode } from './shape.js';

/** Everything that can be in the ledger. A new event breaks the build in every fold until each says what it does. */
export type LedgerEvent =
  | OutcomeEvent
  | CollaborationEvent
  | MeasureEvent
  | ForceRegisterEvent
  | PublishedFigureEvent
  | ProgrammeEvent
  | IncentiveEvent
  | ItemKeyEvent;
export type EventType = LedgerEvent['type'];

/** The shape of each event type's data, and the version of that shape which is written today. */
export const EVENT_CATALOGUE: Readonly<Record<EventType, { readonly schema: number; readonly data: ObjectNode }>> = {
  OutcomeRecorded: { schema: 1, data: outcomeEvents.OutcomeRecorded },
  OutcomeCorrected: { schema: 1, data: outcomeEvents.OutcomeCorrected },
  OutcomeWithdrawn: { schema: 1, data: outcomeEvents.OutcomeWithdrawn },
  OutcomeValidated: { schema: 1, data: outcomeEvents.OutcomeValidated },
  OutcomeAudited: { schema: 1, data: outcomeEvents.OutcomeAudited },
  OutcomeQueried: { schema: 1, data: outcomeEvents.OutcomeQueried },
  OutcomeQueryAnswered: { schema: 1, data: outcomeEvents.OutcomeQueryAnswered },
  OutcomeRejected: { schema: 1, data: outcomeEvents.OutcomeRejected },
  AssetStageReached: { schema: 1, data: outcomeEvents.AssetStageReached },
  AssetStageCorrected: { schema: 1, data: outcomeEvents.AssetStageCorrected },
  OutcomeClaimed: { schema: 1, data: outcomeEvents.OutcomeClaimed },
  ClaimWithdrawn: { schema: 1, data: outcomeEvents.ClaimWithdrawn },
  ClaimWeightsAgreed: { schema: 1, data: outcomeEvents.ClaimWeightsAgreed },
  OutcomeLinked: { schema: 1, data: outcomeEvents.OutcomeLinked },
  OutcomeUnlinked: { schema: 1, data: outcomeEvents.OutcomeUnlinked },
  DuplicatesNoted: { schema: 1, data: outcomeEvents.DuplicatesNoted },
  ItemKeySet: { schema: 1, data: itemKeyEvents.ItemKeySet },
  PublishedFigureRecorded: { schema: 1, data: publishedFigureEvents.PublishedFigureRecorded },
  PublishedFigureDisputed: { schema: 1, data: publishedFigureEvents.PublishedFigureDisputed },
  FigureDisputeEnded: { schema: 1, data: publishedFigureEvents.FigureDisputeEnded },
  CollaborationFounded: { schema: 1, data: collaborationEvents.CollaborationFounded },
  MemberJoined: { schema: 1, data: collaborationEvents.MemberJoined },
  MemberLeft: { schema: 1, data: collaborationEvents.MemberLeft },
  FunctionJoined: { schema: 1, data: collaborationEvents.FunctionJoined },
  FunctionLeft: { schema: 1, data: collaborationEvents.FunctionLeft },
  UnitOpened: { schema: 1, data: collaborationEvents.UnitOpened },
  UnitRenamed: { schema: 1, data: collaborationEvents.UnitRenamed },
  UnitMoved: { schema: 1, data: collaborationEvents.UnitMoved },
  UnitClosed: { schema: 1, data: collaborationEvents.UnitClosed },
  KeyVersionSet: { schema: 1, data: collaborationEvents.KeyVersionSet },
  MeasureDefined: { schema: 1, data: measureEvents.MeasureDefined },
  DeflatorsSet: { schema: 1, data: measureEvents.DeflatorsSet },
  StatementLinesSet: { schema: 1, data: measureEvents.StatementLinesSet },
  RegionRegistered: { schema: 1, data: forceRegisterEvents.RegionRegistered },
  ForceRegistered: { schema: 1, data: forceRegisterEvents.ForceRegistered },
  TiersSet: { schema: 1, data: programmeEvents.TiersSet },
  ProjectProposed: { schema: 1, data: programmeEvents.ProjectProposed },
  ProjectScored: { schema: 1, data: programmeEvents.ProjectScored },
  BusinessCaseSet: { schema: 1, data: programmeEvents.BusinessCaseSet },
  ProjectApproved: { schema: 1, data: programmeEvents.ProjectApproved },
  ProjectStatusChanged: { schema: 1, data: programmeEvents.ProjectStatusChanged },
  BenefitProfileSet: { schema: 1, data: programmeEvents.BenefitProfileSet },
  IncentiveSchemeSet: { schema: 1, data: incentiveEvents.IncentiveSchemeSet },
  IncentiveReceiptRecorded: { schema: 1, data: incentiveEvents.IncentiveReceiptRecorded },
};
