import type { CivilDate } from '../civil-date.js';
import type { MeasureId } from '../identifiers.js';
import { unreachable } from '../unreachable.js';
import type { AssetStage } from './asset-stages.js';
import type { Counted } from './counted.js';
import type { OutcomeDetails } from './events.js';
import { standingAfter, standingAtFirst, type Standing } from './stage-order.js';

type Asset = Extract<OutcomeDetails, { kind: 'asset' }>;

const measure = (id: string): MeasureId => id as MeasureId;
const valueAt = (stage: string): MeasureId => measure(`assets-${stage}-value`);
const AT_FIRST = {
  seized: valueAt('seized'),
  restrained: valueAt('restrained'),
  frozen: valueAt('frozen'),
  ordered: valueAt('ordered'),
};
const ORDERED = valueAt('ordered');
const COLLECTED = { value: valueAt('collected'), interest: measure('assets-collected-interest') };
/** How many confiscation orders were made, whatever became of them. */
const ORDERS = measure('confiscation-orders');
const FORFEITED = { value: valueAt('forfeited'), interest: measure('assets-forfeited-interest') };
const COMPENSATED = valueAt('compensated');
/** How what is retained changed since it was seized, mostly downwards. `assets-retained-value` is the sum of this and of what was seized. */
const RETAINED_CHANGES = measure('assets-retained-changes');
const EXCHANGE_DIFFERENCE = measure('assets-exchange-difference');
const ABOVE_ORDER = measure('assets-collected-above-order');

/**
 * What an asset counts for over all its stages: each stage in its own measure on its own day, so that no total runs over stages. Takes stages that
 * `checkStages` has let through, in the order of their dates; gives one amount for each measure and day, in pence. A stage moves what it takes from another
 * measure, so that the two together stay as they were: compensation comes out of what was collected or forfeited; what is released, returned or
 * applied to an order leaves what is retained. `asBefore`: see `OutcomeContext`.
 */
export function countAsset(asset: Asset, stages: readonly AssetStage[], asBefore = false): readonly Counted[] {
  const first: Counted = { measure: AT_FIRST[asset.stage], amount: asset.amountPence };
  if (stages.length === 0 && asset.stage === 'seized') return [first];
  let standing = standingAtFirst(asset);
  let aboveSince: CivilDate | undefined;
  const counted: Counted[] = [{ ...first, countsOn: asset.occurredOn }];
  if (asset.stage === 'ordered')
    counted.push(...countingOrders(asset).map(([at, amount]) => ({ measure: at, amount, countsOn: asset.occurredOn })));
  for (const reached of stages) {
    const { occurredOn: countsOn } = reached;
    counted.push(...amountsOf(asset, standing, reached).map(([at, amount]) => ({ measure: at, amount, countsOn })));
    standing = standingAfter(standing, reached, asBefore);
    aboveSince = isAboveOrder(standing) ? (aboveSince ?? countsOn) : undefined;
  }
  if (aboveSince !== undefined) counted.push({ measure: ABOVE_ORDER, amount: 1n, countsOn: aboveSince });
  return onceEach(counted);
}

/** Whether more principal came in under an order than it was for. It is told, and not refused: it does happen. */
export function isAboveOrder({ paid, ordered }: Pick<Standing, 'paid' | 'ordered'>): boolean {
  return paid > ordered;
}

/** What has to be noticed about an asset, though it was not refused. */
export const ASSET_FLAGS = ['collected-above-order'] as const;
export type AssetFlag = (typeof ASSET_FLAGS)[number];

/** What has to be noticed about an asset with all its stages, which `checkStages` has let through. */
export function flagsOf(asset: Asset, stages: readonly AssetStage[]): readonly AssetFlag[] {
  const standing = stages.reduce((was, reached) => standingAfter(was, reached), standingAtFirst(asset));
  return isAboveOrder(standing) ? ['collected-above-order'] : [];
}

type Amount = readonly [measure: MeasureId, amount: bigint];

function amountsOf(asset: Asset, was: Standing, reached: AssetStage): readonly Amount[] {
  const { amountPence, stage } = reached;
  switch (stage) {
    case 'detained':
    case 'satisfied':
    case 'written-off':
      return [[valueAt(stage), amountPence]];
    case 'ordered':
      return [[ORDERED, amountPence], ...countingOrders(asset)];
    case 'varied':
      return [[ORDERED, amountPence - was.ordered]];
    case 'collected':
      return withInterest(COLLECTED, reached);
    case 'forfeited':
      return withInterest(FORFEITED, reached);
    case 'released':
    case 'returned':
    case 'applied-to-order':
      return [[valueAt(stage), amountPence], ...changingRetained(asset, -amountPence)];
    case 'compensated':
      return [
        [COMPENSATED, amountPence],
        [was.paid > 0n ? COLLECTED.value : FORFEITED.value, -amountPence],
      ];
    case 'exchanged':
      return [[EXCHANGE_DIFFERENCE, amountPence - was.held], ...changingRetained(asset, amountPence - was.held)];
    default:
      return unreachable(stage);
  }
}

function countingOrders({ route }: Asset): readonly Amount[] {
  return route === 'confiscation' ? [[ORDERS, 1n]] : [];
}

function withInterest(
  { value, interest }: typeof COLLECTED,
  { amountPence, interestPence }: { readonly amountPence: bigint; readonly interestPence?: bigint },
): readonly Amount[] {
  const principal: Amount = [value, amountPence];
  return interestPence === undefined ? [principal] : [principal, [interest, interestPence]];
}

/** Only what was seized was ever retained; what is restrained or frozen stays with its holder. */
function changingRetained({ stage }: Asset, by: bigint): readonly Amount[] {
  return stage === 'seized' ? [[RETAINED_CHANGES, by]] : [];
}

/** Adds up what counts in one measure on one day, because a posting stands once at each place. */
function onceEach(counted: readonly Counted[]): readonly Counted[] {
  const sums = new Map<string, Counted>();
  for (const each of counted) {
    const place = `${each.measure} ${each.countsOn}`;
    const amount = (sums.get(place)?.amount ?? 0n) + each.amount;
    sums.set(place, { ...each, amount });
  }
  return [...sums.values()];
}
