import { correctAssetStageMessage } from './features/correct-asset-stage/message.js';
import { correctOutcomeMessage } from './features/correct-outcome/message.js';
import { disputeFigureMessage, endFigureDisputeMessage } from './features/dispute-figure/message.js';
import { recordFindingMessage } from './features/record-finding/message.js';
import { recordAssetStageMessage } from './features/record-asset-stage/message.js';
import { agreeClaimWeightsMessage } from './features/agree-claim-weights/message.js';
import { linkOutcomeMessage, unlinkOutcomeMessage } from './features/link-outcome/message.js';
import { recordIncentiveReceiptMessage, setIncentiveSchemeMessage } from './features/record-incentive/message.js';
import { recordOutcomeMessage } from './features/record-outcome/message.js';
import { recordPublishedFigureMessage } from './features/record-published-figure/message.js';
import type { Submittable } from './features/take-submissions/submittable.js';
import { withdrawOutcomeMessage } from './features/withdraw-outcome/message.js';

const ALL: readonly Submittable[] = [
  recordOutcomeMessage,
  correctOutcomeMessage,
  withdrawOutcomeMessage,
  recordFindingMessage,
  recordAssetStageMessage,
  correctAssetStageMessage,
  agreeClaimWeightsMessage,
  linkOutcomeMessage,
  unlinkOutcomeMessage,
  recordPublishedFigureMessage,
  disputeFigureMessage,
  endFigureDisputeMessage,
  setIncentiveSchemeMessage,
  recordIncentiveReceiptMessage,
];

/** Everything that may be submitted as a message, by its type. */
export const SUBMITTABLE: ReadonlyMap<string, Submittable> = new Map(ALL.map((each) => [each.type, each]));
