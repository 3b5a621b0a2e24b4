import type { CivilDate, Period } from '../civil-date.js';
import { unreachable } from '../unreachable.js';
import type { AssetRoute, IncentiveEvent, IncentiveReceiptRecorded, IncentiveSchemeSet } from './events.js';

export type SchemeVersion = Omit<IncentiveSchemeSet, 'type' | 'restsOn'>;
export type IncentiveReceipt = Omit<IncentiveReceiptRecorded, 'type' | 'restsOn'>;

/** How one collaboration's collections are given back, and what was received of them. */
export interface Incentives {
  /** Of each route, in order of the days from which they are in force. */
  readonly versions: ReadonlyMap<AssetRoute, readonly SchemeVersion[]>;
  /** In order of their numbers: the first has the number 1. */
  readonly receipts: readonly IncentiveReceipt[];
  /** Revision of the last event folded in; -1 before the first. */
  readonly revision: number;
}

export const noIncentives: Incentives = { versions: new Map(), receipts: [], revision: -1 };

/** Folds one event in. */
export function evolveIncentives(incentives: Incentives, event: IncentiveEvent): Incentives {
  const next = { ...incentives, revision: incentives.revision + 1 };
  switch (event.type) {
    case 'IncentiveSchemeSet': {
      const { type: _, restsOn: __, ...version } = event;
      const known = incentives.versions.get(event.route) ?? [];
      return { ...next, versions: new Map(incentives.versions).set(event.route, [...known, version]) };
    }
    case 'IncentiveReceiptRecorded': {
      const { type: _, restsOn: __, ...receipt } = event;
      return { ...next, receipts: [...incentives.receipts, receipt] };
    }
    default:
      return unreachable(event);
  }
}

/** The version of a route's scheme that is in force on a day; `undefined` before the first. */
export function schemeOn(incentives: Incentives, route: AssetRoute, on: CivilDate): SchemeVersion | undefined {
  return incentives.versions.get(route)?.findLast(({ from }) => from <= on);
}

/** The versions of a route's scheme that are in force on any day of a period, in order. */
export function schemesDuring(
  incentives: Incentives,
  route: AssetRoute,
  { from, to }: Period,
): readonly SchemeVersion[] {
  const versions = incentives.versions.get(route) ?? [];
  return versions.filter((version, i) => {
    const next = versions[i + 1];
    return version.from < to && (next === undefined || next.from > from);
  });
}
