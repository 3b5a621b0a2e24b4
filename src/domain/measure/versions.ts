import type { CivilDate, Period } from '../civil-date.js';
import { ADDED_OVER, type AddedOver, type MeasureDefined } from './events.js';

type Measure = Omit<MeasureDefined, 'type'>;

/** A version of a measure and the days on which it is in force; a bound that is absent is open. */
export interface VersionInForce extends Partial<Period> {
  readonly version: Measure;
}

/** Whether a version says itself what counts, or from when it holds. Postings under such a version carry its number. */
export function isRuled({ from, counts }: Measure): boolean {
  return from !== undefined || counts !== undefined;
}

/** The version of a measure in force on a day; `undefined` before the first, where that one holds from a day on. */
export function versionOn(versions: readonly Measure[], on: CivilDate): Measure | undefined {
  return versions.findLast(({ from }) => from === undefined || from <= on);
}

/**
 * The versions of a measure that are in force on some day, each with its days, in order of days. Of versions that name no day the last holds: a later
 * wording takes the place of an earlier one.
 */
export function inForce(versions: readonly Measure[]): readonly VersionInForce[] {
  const undated = versions.findLast(({ from }) => from === undefined);
  const dated = versions.filter(({ from }) => from !== undefined);
  const holding = undated === undefined ? dated : [undated, ...dated];
  return holding.map((version, i) => {
    const to = holding[i + 1]?.from;
    return {
      version,
      ...(version.from !== undefined && { from: version.from }),
      ...(to !== undefined && { to }),
    };
  });
}

/**
 * The versions under which postings without a number were counted: those that say neither from when they hold nor what counts, each the last before one that does, or
 * the last of all. A later wording takes the place of the one before it.
 */
export function plainVersions(versions: readonly Measure[]): readonly Measure[] {
  return versions.filter((version, i) => {
    const next = versions[i + 1];
    return !isRuled(version) && (next === undefined || isRuled(next));
  });
}

/** What amounts of a measure are not added up over. */
export function apartOver({ additivity, notOver = [] }: Measure): readonly AddedOver[] {
  return additivity === 'not-additive' ? ADDED_OVER : notOver;
}
