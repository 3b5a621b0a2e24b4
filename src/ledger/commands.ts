import type { LedgerEvent } from '../domain/event-catalogue.js';
import type { CollaborationId, CommandId, FigureId, OutcomeId } from '../domain/identifiers.js';
import { factIn, type ProgrammeEvent, type ProgrammeFact } from '../domain/programme/events.js';
import type { FindingEvent } from '../domain/outcome/finding-events.js';
import { stageShape, type AssetStage } from '../domain/outcome/asset-stages.js';
import type { AssetStageCorrected, OutcomeDetails, OutcomeEvent, OutcomeWithdrawn } from '../domain/outcome/events.js';
import type { PublishedFigure } from '../domain/published-figure/events.js';
import { publishedFigureShape } from '../domain/published-figure/events.js';
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

/** The canonical text of a command that records a published figure. */
export function recordPublishedFigureContent(figure: PublishedFigure): string {
  return contentOf('RecordPublishedFigure', { figure: toWire(publishedFigureShape, figure) });
}

/** What the events of agreements, measures and forces hold: all that their command said. */
export type AgreementEvent = Exclude<
  LedgerEvent,
  { type: OutcomeEvent['type'] | 'PublishedFigureRecorded' } | ProgrammeEvent
>;

/** The canonical text of the command behind an entry about agreements, measures or forces, made anew from its event. */
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

/** The id of the outcome that a command records. */
export function outcomeIdFor(command: CommandId): OutcomeId {
  return uuidFrom(NAMESPACE.outcome, command) as OutcomeId;
}

/** The id of the published figure that a command records. */
export function figureIdFor(command: CommandId): FigureId {
  return uuidFrom(NAMESPACE.figure, command) as FigureId;
}

/** The id of a command that carries a recorder's own reference, which is unique within its collaboration and stored nowhere. */
export function commandIdFor(collaboration: CollaborationId, kind: 'outcome' | 'figure', reference: string): CommandId {
  return uuidFrom(NAMESPACE.command, `${kind}\n${collaboration}\n${reference}`) as CommandId;
}

/** The id of a command that is named by its own content: the same content is the same command. */
export function commandIdOf(content: string): CommandId {
  return uuidFrom(NAMESPACE.command, `content\n${content}`) as CommandId;
}
