import type { Grade } from '../identifiers.js';
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
}

/** The facts of an outcome that has just been told, and was looked at by nobody else. */
export function asTold(details: OutcomeDetails): Facts {
  return { details, grade: 'claimed' };
}
