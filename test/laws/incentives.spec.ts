import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distribute, sharesBy, type RecipientSums, type RouteSums } from '../../projections/incentives.js';
import type { CivilDate } from '../../src/domain/civil-date.js';
import type { RecipientId } from '../../src/domain/identifiers.js';
import type { IncentiveReceiptRecorded } from '../../src/domain/incentive/events.js';
import { evolveIncentives, type Incentives } from '../../src/domain/incentive/incentives.js';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import { day, id } from '../support/given-when-then.js';
import { assetOnRecord, incentivesAfter, receipt, scheme } from '../support/incentives.js';
import { asset, restingOn, YORKSHIRE } from '../support/yorkshire.js';

const RECIPIENTS = ['constructor', 'courts', 'home-office', 'police', 'trust'].map((name) => id<RecipientId>(name));
const amounts = fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(10n ** 15n), 10n ** 15n));
const weights = fc
  .tuple(...RECIPIENTS.map(() => fc.bigInt(0n, 30n)))
  .filter((all) => all.some((weight) => weight > 0n))
  .map((all) => Object.fromEntries(RECIPIENTS.map((recipient, i) => [recipient, all[i] ?? 0n])));
const reordered = weights.chain((by) =>
  fc.tuple(fc.constant(by), fc.shuffledSubarray(Object.entries(by), { minLength: RECIPIENTS.length })),
);

describe('giving back any amount by any scheme', () => {
  it('loses no penny, of either sign, and mirrors the positive in the negative', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, by) => {
        const shares = sharesBy({ weights: by }, amount);
        expect(shares.reduce((sum, [, share]) => sum + share, 0n)).toBe(amount);
        expect(sharesBy({ weights: by }, -amount)).toEqual(shares.map(([recipient, share]) => [recipient, -share]));
      }),
    );
  });

  it('takes no notice of the order in which recipients are listed', () => {
    fc.assert(
      fc.property(amounts, reordered, (amount, [by, entries]) =>
        expect(sharesBy({ weights: Object.fromEntries(entries) }, amount)).toEqual(sharesBy({ weights: by }, amount)),
      ),
    );
  });
});

const MONTHS = ['2010-01', '2010-02', '2010-03', '2010-04'];
const payments = fc.array(
  fc.record({
    month: fc.constantFrom(...MONTHS),
    amountPence: fc.bigInt(0n, 999n),
    interestPence: fc.option(fc.bigInt(0n, 99n), { nil: undefined }),
  }),
  { maxLength: 6 },
);
const schemes = fc.array(fc.record({ weights, sharesInterest: fc.boolean() }), { maxLength: 3 });
/** First days of months, from before what is collected to after it; receipts are of whole months between them. */
const EDGES = ['2009-12', ...MONTHS, '2010-05', '2010-06', '2010-07'].map((month) => day(`${month}-01`));
const edge = (i: number): CivilDate => EDGES[i] ?? day('2010-07-01');
const receipts = fc.array(
  fc
    .record({
      recipient: fc.constantFrom(...RECIPIENTS),
      first: fc.nat({ max: 5 }),
      months: fc.integer({ min: 1, max: 2 }),
      amountPence: fc.bigInt(-999n, 999n),
      isTakenBack: fc.boolean(),
    })
    .map(({ first, months, ...told }) => ({ ...told, from: edge(first), to: edge(first + months) })),
  { maxLength: 6 },
);
const lives = fc.record({ assets: fc.array(payments, { maxLength: 4 }), schemes, receipts });
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

const ORDER = asset({ route: 'confiscation', stage: 'ordered', amountPence: 5_000n, occurredOn: day('2010-01-01') });

/** What a life comes to in a period of whole months: orders that are paid in parts, each part on the second of its month; a new version on the first of each month. */
function distributed(
  { assets, schemes: told, receipts: received }: Life,
  from: string,
  to: string,
  isBackwards = false,
): readonly RouteSums[] {
  const versions = incentivesAfter(
    ...told.map((each, i) => scheme({ ...each, version: i + 1, from: day(`${MONTHS[i + 1] ?? '2010-05'}-01`) })),
  );
  const incentives = received.reduce(given, versions);
  const rows = assets.map((parts, i) => assetOnRecord(i, ORDER, parts.map(paid).sort(byDay)));
  const question = { collaboration: YORKSHIRE, from: day(`${from}-01`), to: day(`${to}-01`) };
  return distribute(question, incentives, isBackwards ? rows.toReversed() : rows);
}

/** A receipt on record, and what takes it back where it was. Older ledgers hold receipts of those who are given nothing, so that none is refused here. */
function given(incentives: Incentives, { isTakenBack, ...told }: Life['receipts'][number]): Incentives {
  const record = (before: Incentives, changes: Partial<IncentiveReceiptRecorded>): Incentives =>
    evolveIncentives(before, {
      ...receipt({ ...told, ...changes }),
      receiptNumber: before.receipts.length + 1,
      restsOn: restingOn(),
      underVersions: [],
    });
  const first = record(incentives, {});
  if (!isTakenBack) return first;
  return record(first, { amountPence: -told.amountPence, reverses: first.receipts.length });
}

function paid({ month, amountPence, interestPence }: Life['assets'][number][number]): AssetStage {
  const told = { stage: 'collected', occurredOn: day(`${month}-02`), amountPence } as const;
  return interestPence === undefined ? told : { ...told, interestPence };
}

const byDay = (a: AssetStage, b: AssetStage): number => (a.occurredOn < b.occurredOn ? -1 : 1);
const sumOf = (of: readonly bigint[]): bigint => of.reduce((sum, amount) => sum + amount, 0n);
const dueIn = (routes: readonly RouteSums[], recipient?: RecipientId): bigint =>
  sumOf(
    routes.flatMap(({ recipients }) =>
      recipients.filter((each) => recipient === undefined || each.recipient === recipient).map(({ due }) => due ?? 0n),
    ),
  );

/** What is told of a recipient; every asset of these laws is of one route. */
const toldOf = (routes: readonly RouteSums[], recipient: RecipientId): Partial<RecipientSums> =>
  routes.flatMap(({ recipients }) => recipients).find((each) => each.recipient === recipient) ?? {};

describe('what was collected of any assets', () => {
  it('is due to somebody, or told as given to nobody, to the penny', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const routes = distributed(life, '2010-01', '2010-05');
        const parts = life.assets.flat();
        expect(sumOf(routes.map(({ principal }) => principal ?? 0n))).toBe(
          sumOf(parts.map(({ amountPence }) => amountPence)),
        );
        expect(sumOf(routes.map(({ interest }) => interest ?? 0n))).toBe(
          sumOf(parts.map(({ interestPence }) => interestPence ?? 0n)),
        );
        const left = sumOf(routes.map(({ withoutVersion, interestLeftOut }) => withoutVersion + interestLeftOut));
        expect(dueIn(routes) + left).toBe(
          sumOf(routes.map(({ principal, interest }) => (principal ?? 0n) + (interest ?? 0n))),
        );
      }),
    );
  });

  it('is the same in one period as in two, and in whichever order assets are looked at', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom(...MONTHS), (life, between) => {
        const whole = distributed(life, '2010-01', '2010-05');
        expect(distributed(life, '2010-01', '2010-05', true)).toEqual(whole);
        if (between === '2010-01') return;
        const halves = [...distributed(life, '2010-01', between), ...distributed(life, between, '2010-05')];
        for (const recipient of RECIPIENTS) expect(dueIn(halves, recipient)).toBe(dueIn(whole, recipient));
      }),
    );
  });
});

describe('what was received of what was collected', () => {
  /** What a recipient was given of months that are all in the period, and whether a receipt that stands is of months inside and outside it. */
  function givenTo(recipient: RecipientId, { receipts: told }: Life, from: string, to: string) {
    const own = told.filter((each) => each.recipient === recipient);
    const isInside = (each: (typeof own)[number]): boolean => each.from >= `${from}-01` && each.to <= `${to}-01`;
    const isOutside = (each: (typeof own)[number]): boolean => each.to <= `${from}-01` || each.from >= `${to}-01`;
    const inside = own.filter(isInside);
    return {
      received:
        inside.length === 0 ? undefined : sumOf(inside.map((each) => (each.isTakenBack ? 0n : each.amountPence))),
      isUnclear: own.some((each) => !each.isTakenBack && !isInside(each) && !isOutside(each)),
    };
  }

  it('is what receipts of the period alone say, and less due only where no other receipt may be in part of it', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const routes = distributed(life, '2010-01', '2010-05');
        for (const recipient of RECIPIENTS) {
          const { received, isUnclear } = givenTo(recipient, life, '2010-01', '2010-05');
          const told = toldOf(routes, recipient);
          expect(told.received).toBe(received);
          const isKnown = !isUnclear && received !== undefined && told.due !== undefined;
          expect(told.difference).toBe(isKnown ? received - (told.due ?? 0n) : undefined);
        }
      }),
    );
  });

  it('moves nothing that is due, and adds up wherever it is known', () => {
    fc.assert(
      fc.property(lives, fc.constantFrom('2010-02', '2010-03', '2010-04'), (life, between) => {
        const whole = distributed(life, '2010-01', '2010-05');
        const unpaid = distributed({ ...life, receipts: [] }, '2010-01', '2010-05');
        const halves = [distributed(life, '2010-01', between), distributed(life, between, '2010-05')];
        for (const recipient of RECIPIENTS) {
          expect(toldOf(whole, recipient).due).toBe(toldOf(unpaid, recipient).due);
          const known = halves.flatMap((half) => toldOf(half, recipient).difference ?? []);
          if (known.length === halves.length) expect(toldOf(whole, recipient).difference).toBe(sumOf(known));
        }
      }),
    );
  });
});
