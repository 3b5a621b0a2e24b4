import type { RestsOn } from './events.js';
import type { OutcomeContext } from './record-outcome.js';

/** The revisions that a decision rests on: of the agreement and of the catalogue of measures. */
export function restingOn({ collaboration, catalogue }: OutcomeContext): RestsOn {
  return { collaboration: collaboration.revision, measureCatalogue: catalogue.revision };
}
