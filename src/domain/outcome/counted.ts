import type { CivilDate } from '../civil-date.js';
import type { MeasureId } from '../identifiers.js';

/** An amount of one measure, before it is shared among forces. */
export interface Counted {
  readonly measure: MeasureId;
  readonly amount: bigint;
  /** What is taken off each share of the amount, itself shared in the same way. */
  readonly less?: bigint;
  /** Whether all of it counts on the first day, where the rest counts over all the days that the outcome ran. */
  readonly atOnce?: true;
  /** The day it counts on, where that is not the day on which the outcome occurred. */
  readonly countsOn?: CivilDate;
  /** Counts only where the catalogue has the measure: entries that rest on a catalogue before it stay as they are. */
  readonly ifDefined?: true;
  /** The version of the measure's rule that it is counted under, where that says from when it holds or what it counts. */
  readonly rule?: number;
}
