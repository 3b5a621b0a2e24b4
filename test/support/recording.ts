import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import type { CorrectAssetStage as StageCorrection } from '../../src/domain/outcome/correct-asset-stage.js';
import {
  CorrectAssetStage,
  CorrectAssetStageHandler,
} from '../../src/features/correct-asset-stage/correct-asset-stage.js';
import { RecordAssetStage, RecordAssetStageHandler } from '../../src/features/record-asset-stage/record-asset-stage.js';
import type {
  CollaborationId,
  CommandId,
  FigureId,
  OutcomeId,
  PersonId,
  UnitId,
} from '../../src/domain/identifiers.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import type { PublishedFigure } from '../../src/domain/published-figure/events.js';
import {
  AgreeClaimWeights,
  AgreeClaimWeightsHandler,
} from '../../src/features/agree-claim-weights/agree-claim-weights.js';
import {
  DisputeFigure,
  DisputeFigureHandler,
  type DisputeAsked,
} from '../../src/features/dispute-figure/dispute-figure.js';
import { CorrectOutcome, CorrectOutcomeHandler } from '../../src/features/correct-outcome/correct-outcome.js';
import type { FindingMade } from '../../src/domain/outcome/finding-events.js';
import { RecordFinding, RecordFindingHandler } from '../../src/features/record-finding/record-finding.js';
import {
  LinkOutcome,
  LinkOutcomeHandler,
  UnlinkOutcome,
  UnlinkOutcomeHandler,
} from '../../src/features/link-outcome/link-outcome.js';
import { RecordOutcome, RecordOutcomeHandler } from '../../src/features/record-outcome/record-outcome.js';
import {
  RecordPublishedFigure,
  RecordPublishedFigureHandler,
} from '../../src/features/record-published-figure/record-published-figure.js';
import { WithdrawOutcome, WithdrawOutcomeHandler } from '../../src/features/withdraw-outcome/withdraw-outcome.js';
import { outcomeIdFor } from '../../src/ledger/commands.js';
import type { Executed } from '../../src/ledger/execute.js';
import type { ItemReference } from '../../src/domain/outcome/item-reference.js';
import { id, uuidEnding } from './given-when-then.js';
import type { LedgerInMemory } from './ledgers.js';

/** What a person can do to a ledger, sent as the routes send it. Commands are told apart by a number. */
export interface Recorder {
  readonly record: (
    command: number,
    collaboration: CollaborationId,
    outcome: OutcomeDetails,
    item?: ItemReference,
  ) => Promise<Executed>;
  readonly correct: (
    command: number,
    outcome: OutcomeId,
    reason: CorrectOutcome['reason'],
    changes: Readonly<Record<string, unknown>>,
    revision: number,
    claim?: UnitId,
  ) => Promise<Executed>;
  readonly withdraw: (
    command: number,
    outcome: OutcomeId,
    reason: WithdrawOutcome['reason'],
    revision?: number,
    claim?: UnitId,
  ) => Promise<Executed>;
  readonly find: (command: number, outcome: OutcomeId, made: FindingMade, revision: number) => Promise<Executed>;
  readonly stage: (command: number, outcome: OutcomeId, stage: AssetStage, revision?: number) => Promise<Executed>;
  readonly correctStage: (
    command: number,
    outcome: OutcomeId,
    correction: Omit<StageCorrection, 'outcomeId'>,
    revision: number,
  ) => Promise<Executed>;
  readonly agreeWeights: (
    command: number,
    outcome: OutcomeId,
    weights: Readonly<Record<UnitId, bigint>>,
  ) => Promise<Executed>;
  readonly link: (command: number, outcome: OutcomeId, primary: OutcomeId) => Promise<Executed>;
  readonly unlink: (command: number, outcome: OutcomeId) => Promise<Executed>;
  readonly publish: (command: number, figure: PublishedFigure) => Promise<Executed>;
  readonly dispute: (command: number, figure: FigureId, asked: DisputeAsked) => Promise<Executed>;
}

/** The id of the outcome that a numbered command records. */
export const outcomeOf = (command: number): OutcomeId => outcomeIdFor(uuidEnding<CommandId>(command));

/** Each command moves the ledger's clock on by a second. */
export function recorderOf(ledger: LedgerInMemory, actor = id<PersonId>('j-smith')): Recorder {
  const sender = (command: number) => ({ id: uuidEnding<CommandId>(command), actor });
  const ticking = (done: Promise<Executed>) => done.finally(() => ledger.clock.advance(1000));
  return {
    record: (command, collaboration, outcome, item) => {
      const recording = new RecordOutcome(sender(command), outcomeOf(command), collaboration, outcome, item);
      return ticking(new RecordOutcomeHandler(ledger).execute(recording));
    },
    correct: (command, outcome, reason, changes, revision, claim) => {
      const correction = new CorrectOutcome(sender(command), outcome, reason, changes, revision, claim);
      return ticking(new CorrectOutcomeHandler(ledger).execute(correction));
    },
    withdraw: (command, outcome, reason, revision, claim) => {
      const withdrawal = new WithdrawOutcome(sender(command), outcome, reason, revision, claim);
      return ticking(new WithdrawOutcomeHandler(ledger).execute(withdrawal));
    },
    find: (command, outcome, made, revision) =>
      ticking(new RecordFindingHandler(ledger).execute(new RecordFinding(sender(command), outcome, made, revision))),
    stage: (command, outcome, stage, revision) => {
      const reached = new RecordAssetStage(sender(command), outcome, stage, revision);
      return ticking(new RecordAssetStageHandler(ledger).execute(reached));
    },
    correctStage: (command, outcome, correction, revision) => {
      const putRight = new CorrectAssetStage(sender(command), outcome, correction, revision);
      return ticking(new CorrectAssetStageHandler(ledger).execute(putRight));
    },
    agreeWeights: (command, outcomeId, weights) => {
      const agreed = new AgreeClaimWeights(sender(command), { outcomeId, weights }, undefined);
      return ticking(new AgreeClaimWeightsHandler(ledger).execute(agreed));
    },
    link: (command, outcomeId, primary) => {
      const link = new LinkOutcome(sender(command), { outcomeId, primary, reason: 'recorded-twice' }, undefined);
      return ticking(new LinkOutcomeHandler(ledger).execute(link));
    },
    unlink: (command, outcomeId) => {
      const unlink = new UnlinkOutcome(sender(command), outcomeId, 'linked-in-error', undefined);
      return ticking(new UnlinkOutcomeHandler(ledger).execute(unlink));
    },
    dispute: (command, figure, asked) =>
      ticking(new DisputeFigureHandler(ledger).execute(new DisputeFigure(sender(command), figure, asked))),
    publish: (command, figure) =>
      ticking(new RecordPublishedFigureHandler(ledger).execute(new RecordPublishedFigure(sender(command), figure))),
  };
}
