import type { RestsOn } from '../outcome/events.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';

/** The revisions that a decision about a programme rests on: of the agreement and of the catalogue of measures. */
export function restingOn({ collaboration, catalogue }: OutcomeContext): RestsOn {
  return { collaboration: collaboration.revision, measureCatalogue: catalogue.revision };
}
