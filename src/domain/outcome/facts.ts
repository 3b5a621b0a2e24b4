import type { Grade } from '../identifiers.js';
import type { AssetStage } from './asset-stages.js';
import type { OutcomeDetails } from './events.js';
import type { Held } from './finding-events.js';

/**
 * All that is known of one outcome and bears on what it posts. Every command on an outcome changes its facts, and posts the difference between what
 * the facts came to before and what they come to now (decision 0016).
 */
export interface Facts {
  readonly details: OutcomeDetails;
  /** How far the outcome is assured: all its postings are at this grade. */
  readonly grade: Grade;
  /** The query or the rejection that holds it back, with its reason; absent while nothing does. */
  readonly held?: Held;
  /** The stages that an asset reached after its first, in the order of their dates. */
  readonly stages: readonly AssetStage[];
}

const NO_STAGES: Facts['stages'] = [];

/** The facts of an outcome that has just been told, and was looked at by nobody else. */
export function asTold(details: OutcomeDetails): Facts {
  return { details, grade: 'claimed', stages: NO_STAGES };
}

/** The facts of an outcome that is told otherwise: what was found of it since stays, and nobody has looked at it as it is now. */
export function asRetold(facts: Facts, details: OutcomeDetails): Facts {
  const { stages } = facts;
  return { ...asTold(details), stages };
}

/** The facts of an asset that is at other stages now. Nobody has looked at it as it is now; what holds it back still does. */
export function atStages<T extends Omit<Facts, 'held'>>(facts: T, stages: Facts['stages']): T {
  return { ...facts, grade: 'claimed', stages };
}

/** The same without what held it back. */
export function unheld<T extends Pick<Facts, 'held'>>({ held: _, ...facts }: T): Omit<T, 'held'> {
  return facts;
}
