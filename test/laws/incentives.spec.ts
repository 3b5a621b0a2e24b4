import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { distribute, sharesBy, type RouteSums } from '../../projections/incentives.js';
import type { RecipientId } from '../../src/domain/identifiers.js';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import { day, id } from '../support/given-when-then.js';
import { assetOnRecord, incentivesAfter, scheme } from '../support/incentives.js';
import { asset, YORKSHIRE } from '../support/yorkshire.js';

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
const lives = fc.record({ assets: fc.array(payments, { maxLength: 4 }), schemes });
type Life = typeof lives extends fc.Arbitrary<infer T> ? T : never;

const ORDER = asset({ route: 'confiscation', stage: 'ordered', amountPence: 5_000n, occurredOn: day('2010-01-01') });

/** What a life comes to in a period of whole months: orders that are paid in parts, each part on the second of its month; a new version on the first of each month. */
function distributed(
  { assets, schemes: told }: Life,
  from: string,
  to: string,
  isBackwards = false,
): readonly RouteSums[] {
  const incentives = incentivesAfter(
    ...told.map((each, i) => scheme({ ...each, version: i + 1, from: day(`${MONTHS[i + 1] ?? '2010-05'}-01`) })),
  );
  const rows = assets.map((parts, i) => assetOnRecord(i, ORDER, parts.map(paid).sort(byDay)));
  const question = { collaboration: YORKSHIRE, from: day(`${from}-01`), to: day(`${to}-01`) };
  return distribute(question, incentives, isBackwards ? rows.toReversed() : rows);
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
