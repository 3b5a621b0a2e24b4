import type { LedgerEvent } from '../domain/event-catalogue.js';
import type { CollaborationId, CommandId, FigureId, OutcomeId, UnitId } from '../domain/identifiers.js';
import type {
  AssetStageCorrected,
  DuplicatesNoted,
  Item,
  OutcomeDetails,
  OutcomeEvent,
  OutcomeWithdrawn,
} from '../domain/outcome/events.js';
import { incentiveFactIn, type IncentiveEvent, type IncentiveFact } from '../domain/incentive/events.js';
import type { LinkOutcome, UnlinkOutcome } from '../domain/outcome/link-outcome.js';
import { factIn, type ProgrammeEvent, type ProgrammeFact } from '../domain/programme/events.js';
import type { FindingEvent } from '../domain/outcome/finding-events.js';
import { stageShape, type AssetStage } from '../domain/outcome/asset-stages.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import {
  publishedFigureShape,
  type FigureDisputeEnded,
  type PublishedFigureDisputed,
  type PublishedFigureEvent,
} from '../domain/published-figure/events.js';
import { NAMESPACE, uuidFrom } from './codec/digest.js';
import { encodeOutcome } from './codec/recorded-line.js';
import { toWire } from './codec/shape-codec.js';
import { COMMAND_OF, contentOf } from './command-content.js';

/** The canonical text of a command that records an outcome. `verify` makes it anew from the entry. */
export function recordOutcomeContent(collaboration: CollaborationId, outcome: OutcomeDetails): string {
  return recordOutcomeText(collaboration, encodeOutcome(outcome));
}

/** The same around an outcome that is canonical text already. A slug needs no escaping. */
export function recordOutcomeText(collaboration: CollaborationId, outcome: string): string {
  return `{"collaboration":"${collaboration}","outcome":${outcome},"type":"RecordOutcome"}`;
}

/** The canonical text of a command that withdraws an outcome. */
export function withdrawOutcomeContent(outcomeId: OutcomeId, reason: OutcomeWithdrawn['reason']): string {
  return contentOf('WithdrawOutcome', { outcomeId, reason });
}

/** The canonical text of a command that finds something of an outcome, at the revision that was read. */
export function findingContent(
  outcomeId: OutcomeId,
  type: FindingEvent['type'],
  reason: string | undefined,
  revision: number,
): string {
  return contentOf(COMMAND_OF[type], { outcomeId, revision, ...(reason !== undefined && { reason }) });
}

/** The canonical text of a command that says which stage an asset reached. */
export function recordAssetStageContent(outcomeId: OutcomeId, stage: AssetStage): string {
  return contentOf('RecordAssetStage', { outcomeId, stage: toWire(stageShape, stage) });
}

/** The canonical text of a command that puts a stage right, or says that it never was. */
export function correctAssetStageContent(
  outcomeId: OutcomeId,
  { number, reason, stage }: Pick<AssetStageCorrected, 'number' | 'reason' | 'stage'>,
): string {
  const instead = stage === undefined ? {} : { stage: toWire(stageShape, stage) };
  return contentOf('CorrectAssetStage', { number, outcomeId, reason, ...instead });
}

/** The canonical text of a command that takes one unit's claim back. */
export function withdrawClaimContent(outcomeId: OutcomeId, claim: UnitId, reason: OutcomeWithdrawn['reason']): string {
  return contentOf('WithdrawClaim', { claim, outcomeId, reason });
}

/** The canonical text of a command that agrees weights among claiming units. */
export function agreeClaimWeightsContent(outcomeId: OutcomeId, weights: Readonly<Record<UnitId, bigint>>): string {
  return contentOf('AgreeClaimWeights', { outcomeId, weights });
}

/** The canonical text of a command that links an outcome to the one it duplicates. */
export function linkOutcomeContent({ outcomeId, primary, reason }: LinkOutcome): string {
  return contentOf('LinkOutcome', { duplicateOf: primary, outcomeId, reason });
}

/** The canonical text of a command that undoes such a link. */
export function unlinkOutcomeContent({ outcomeId, reason }: UnlinkOutcome): string {
  return contentOf('UnlinkOutcome', { outcomeId, reason });
}

/** The canonical text of the command by which the primary's stream says of a link what the duplicate's says in the same moment. */
export function noteDuplicateContent(
  primary: OutcomeId,
  { duplicate, duplicates }: Pick<DuplicatesNoted, 'duplicate' | 'duplicates'>,
): string {
  return contentOf('NoteDuplicate', { duplicate, duplicates, outcomeId: primary });
}

/** The id of the command that notes in the primary what the command `link` does in the duplicate. */
export function noteCommandIdFor(link: CommandId): CommandId {
  return uuidFrom(NAMESPACE.command, `note\n${link}`) as CommandId;
}

/** The canonical text of a command that records a published figure. */
export function recordPublishedFigureContent(figure: PublishedFigure): string {
  return contentOf('RecordPublishedFigure', { figure: toWire(publishedFigureShape, figure) });
}

/** The canonical text of a command that says of a published figure that it is disputed, or no longer. */
export function disputeContent(
  figureId: FigureId,
  { type, reason }: Pick<PublishedFigureDisputed, 'type' | 'reason'> | Pick<FigureDisputeEnded, 'type' | 'reason'>,
): string {
  return contentOf(COMMAND_OF[type], { figureId, reason });
}

/** What the events of agreements, measures, forces and item keys hold: all that their command said. */
export type AgreementEvent = Exclude<
  LedgerEvent,
  { type: OutcomeEvent['type'] | PublishedFigureEvent['type'] } | ProgrammeEvent | IncentiveEvent
>;

/** The canonical text of the command behind an entry about agreements, measures, forces or item keys, made anew from its event. */
export function agreementContent(event: AgreementEvent): string {
  const { type, restsOn: _, ...fields } = { restsOn: undefined, ...event };
  return contentOf(COMMAND_OF[type], fields);
}

/** The canonical text of a command about a programme, from the fact that it asks to have recorded. */
export function programmeContent({ type, ...fields }: ProgrammeFact): string {
  return contentOf(COMMAND_OF[type], fields);
}

/** The same, made anew from the event. */
export function programmeContentBehind(event: ProgrammeEvent): string {
  return programmeContent(factIn(event));
}

/** The canonical text of a command about incentive receipts, from the fact that it asks to have recorded. */
export function incentiveContent({ type, ...fields }: IncentiveFact): string {
  return contentOf(COMMAND_OF[type], fields);
}

/** The same, made anew from the event. */
export function incentiveContentBehind(event: IncentiveEvent): string {
  return incentiveContent(incentiveFactIn(event));
}

/** The id of the outcome that a command records. */
export function outcomeIdFor(command: CommandId): OutcomeId {
  return uuidFrom(NAMESPACE.outcome, command) as OutcomeId;
}

/** The id of the outcome that is an item's, whoever records it. */
export function itemOutcomeId({ scheme, token }: Item): OutcomeId {
  return uuidFrom(NAMESPACE.item, `${scheme}\n${token}`) as OutcomeId;
}

/** The id of the outcome that a command records, which is its item's where it has one. */
export function outcomeIdOfRecord(command: CommandId, { item }: Pick<OutcomeDetails, 'item'>): OutcomeId {
  return item === undefined ? outcomeIdFor(command) : itemOutcomeId(item);
}

/** The id of the outcome that a command recorded, as its event tells. */
export function recordedOutcomeId(command: CommandId, event: LedgerEvent): OutcomeId {
  return 'outcome' in event ? outcomeIdOfRecord(command, event.outcome) : outcomeIdFor(command);
}

/** The id of the published figure that a command records. */
export function figureIdFor(command: CommandId): FigureId {
  return uuidFrom(NAMESPACE.figure, command) as FigureId;
}

/** The id of a command that carries a recorder's own reference, which is unique within its collaboration and stored nowhere. */
export function commandIdFor(
  collaboration: CollaborationId,
  kind: 'outcome' | 'figure' | 'stage' | 'finding' | 'link' | 'claim-weights' | 'incentive-receipt',
  reference: string,
): CommandId {
  return uuidFrom(NAMESPACE.command, `${kind}\n${collaboration}\n${reference}`) as CommandId;
}

/** The id of a command that is named by its own content: the same content is the same command. */
export function commandIdOf(content: string): CommandId {
  return uuidFrom(NAMESPACE.command, `content\n${content}`) as CommandId;
}
