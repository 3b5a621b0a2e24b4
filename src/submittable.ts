import { correctOutcomeMessage } from './features/correct-outcome/message.js';
import { recordFindingMessage } from './features/record-finding/message.js';
import { recordOutcomeMessage } from './features/record-outcome/message.js';
import { recordPublishedFigureMessage } from './features/record-published-figure/message.js';
import type { Submittable } from './features/take-submissions/submittable.js';
import { withdrawOutcomeMessage } from './features/withdraw-outcome/message.js';

const ALL: readonly Submittable[] = [
  recordOutcomeMessage,
  correctOutcomeMessage,
  withdrawOutcomeMessage,
  recordFindingMessage,
  recordPublishedFigureMessage,
];

/** Everything that may be submitted as a message, by its type. */
export const SUBMITTABLE: ReadonlyMap<string, Submittable> = new Map(ALL.map((each) => [each.type, each]));
