import type { ASSET_ROUTES, FirstStage, LaterStage } from './asset-stages.js';

type Route = (typeof ASSET_ROUTES)[number];

/** The stages of one route: at which it may begin, and what may follow each. A stage without a row is the last. */
export interface RouteTable {
  readonly first: readonly FirstStage[];
  readonly next: Readonly<Partial<Record<FirstStage | LaterStage, readonly LaterStage[]>>>;
}

const UNDER_AN_ORDER = ['varied', 'collected', 'satisfied', 'written-off'] as const;
const order = {
  ordered: UNDER_AN_ORDER,
  varied: UNDER_AN_ORDER,
  collected: UNDER_AN_ORDER,
  // A court may look at an order again after it was paid.
  satisfied: ['varied'],
} as const;

/**
 * Which stage may follow which, by route (brief §3 and issue 4). Whoever reads this reads the whole rule, but for what stands beside the order of the
 * others (`stage-order.ts`): `compensated` may follow as long as something was collected or forfeited to take it from, `exchanged` once, while all of
 * the foreign money is held, and `released` and `returned` as long as some of the cash is held that was not detained with the rest. Where part of what is held is released, returned, forfeited or applied, the rest stays where it was.
 */
export const STAGE_TABLE: Readonly<Record<Route, RouteTable>> = {
  confiscation: {
    first: ['restrained', 'seized', 'ordered'],
    next: { restrained: ['ordered', 'released'], seized: ['ordered', 'released', 'returned'], ...order },
  },
  'cash-forfeiture': {
    first: ['seized'],
    next: {
      seized: ['detained', 'released', 'returned'],
      detained: ['forfeited', 'released', 'returned', 'applied-to-order'],
    },
  },
  'account-forfeiture': { first: ['frozen'], next: { frozen: ['forfeited', 'released'] } },
  'civil-recovery': {
    first: ['frozen', 'seized', 'ordered'],
    next: { frozen: ['ordered', 'released'], seized: ['ordered', 'released', 'returned'], ...order },
  },
};
