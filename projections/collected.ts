import { isWithin, type CivilDate, type Period } from '../src/domain/civil-date.js';
import type { CollaborationId, MeasureId, OutcomeId } from '../src/domain/identifiers.js';
import type { AssetRoute } from '../src/domain/incentive/events.js';
import type { Label } from '../src/domain/posting.js';
import type { ListedOutcome } from './outcome-list.js';

/** What was collected of one asset on one day: the amount that is shared at once, so that periods add up. */
export interface Collected {
  readonly outcomeId: OutcomeId;
  readonly entry: number;
  readonly route: AssetRoute;
  readonly on: CivilDate;
  readonly part: 'principal' | 'interest';
  readonly amount: bigint;
  readonly labels: readonly Label[];
}

/** The measures that say what came in. Compensation has left them already: what was paid to victims is given back to nobody else. */
const PART_OF: Readonly<Record<string, Collected['part']>> = {
  'assets-collected-value': 'principal',
  'assets-collected-interest': 'interest',
  'assets-forfeited-value': 'principal',
  'assets-forfeited-interest': 'interest',
};
export const COLLECTED_MEASURES: readonly MeasureId[] = Object.keys(PART_OF).map((measure) => measure as MeasureId);

/** What came in of the assets of a collaboration in a period, one amount for each asset, day and part. Assets as they stand; pence. */
export function collectedIn(
  { collaboration, from, to }: Period & { readonly collaboration: CollaborationId },
  assets: Iterable<ListedOutcome>,
): readonly Collected[] {
  const places = new Map<string, Collected>();
  for (const { id, entry, outcome } of assets) {
    if (outcome.status !== 'recorded' || outcome.collaboration !== collaboration) continue;
    const { details, labels } = outcome;
    if (details.kind !== 'asset') continue;
    for (const { measure, occurredOn: on, amount } of outcome.postings) {
      const part = PART_OF[measure];
      if (part === undefined || !isWithin(on, from, to)) continue;
      const place = `${id} ${on} ${part}`;
      const before = places.get(place)?.amount ?? 0n;
      places.set(place, { outcomeId: id, entry, route: details.route, on, part, amount: before + amount, labels });
    }
  }
  return [...places.values()];
}
