import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { claimsOf } from '../../projections/claims.js';
import { groupTotals, totalsPosted } from '../../projections/totals.js';
import type { KeyVersionSet } from '../../src/domain/collaboration/events.js';
import { evolveCatalogue } from '../../src/domain/measure/catalogue.js';
import type { UnitId } from '../../src/domain/identifiers.js';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import type { OutcomeDetails } from '../../src/domain/outcome/events.js';
import type { Counted } from '../../src/domain/outcome/counted.js';
import { asTold, tellings, type Facts } from '../../src/domain/outcome/facts.js';
import { partsOfClaims } from '../../src/domain/outcome/share-claims.js';
import { assessOutcome, type OutcomeContext } from '../../src/domain/outcome/record-outcome.js';
import type { Posting } from '../../src/domain/posting.js';
import { slugs } from '../support/arbitraries.js';
import { day, given, id } from '../support/given-when-then.js';
import { measure, theCatalogue } from '../support/measures.js';
import { cost, saving } from '../support/savings.js';
import {
  arrest,
  asset,
  contextAfter,
  NORTH,
  POPULATION,
  powder,
  RART,
  recoveredCar,
  seizure,
  SOUTH,
  WEST,
  YORKSHIRE,
} from '../support/yorkshire.js';

const UNITS = [RART, id<UnitId>('a'), id<UnitId>('b')];
const since = day('2005-09-01');
/** Days amid a financial year on which the weights of the key change. */
const TURNS = ['2008-11-15', '2009-06-01', '2009-12-24', '2011-01-02'].map(day);
const agreement = contextAfter(
  ...UNITS.slice(1).map(
    (unit) => ({ type: 'UnitOpened', collaboration: YORKSHIRE, unit, name: unit, from: since }) as const,
  ),
  ...TURNS.map((from, i): KeyVersionSet => ({
    ...{ type: 'KeyVersionSet', collaboration: YORKSHIRE, key: POPULATION, basis: id('population'), assumed: false },
    ...{ from, weights: { [NORTH]: BigInt(i + 1), [WEST]: 3n } },
  })),
);
/** Cash from £5 on, counted beside what is seized: of an item that several claim, each claim by itself. */
const minimum = measure('cash-from-five-pounds', 'asset', {
  ...{ measuredIn: 'pence', additivity: 'distinct' },
  counts: { alongside: id('assets-seized-value'), assetTypes: ['cash'], atLeast: 500n },
});
const catalogue = given(evolveCatalogue, theCatalogue, minimum);
const context: OutcomeContext = { ...agreement, catalogue };

const amounts = fc.bigInt(400n, 1_000n);
const attributions: fc.Arbitrary<OutcomeDetails['attribution']> = fc.constantFrom(
  { basis: 'direct', force: WEST },
  { basis: 'key', key: POPULATION },
  { basis: 'agreed', weights: { [NORTH]: 1n, [SOUTH]: 2n } },
);
const life: readonly AssetStage[] = [
  { stage: 'detained', occurredOn: day('2010-04-01'), amountPence: 400n },
  { stage: 'released', occurredOn: day('2010-05-01'), amountPence: 150n },
  { stage: 'forfeited', occurredOn: day('2011-05-01'), amountPence: 250n },
  { stage: 'compensated', occurredOn: day('2011-06-01'), amountPence: 50n },
];
/** Of each kind, what one unit tells when it tells of an amount. */
const KINDS: readonly { readonly of: (amount: bigint) => OutcomeDetails; readonly stages?: readonly AssetStage[] }[] = [
  { of: () => arrest() },
  { of: (amountPence) => asset({ amountPence }) },
  { of: (amountPence) => asset({ amountPence }), stages: life },
  { of: (amountPence) => recoveredCar({ amountPence, returnedToOwner: false }) },
  { of: (amountPence) => seizure([powder('cocaine', amountPence, amountPence), powder('cannabis', 5n)]) },
  { of: (grossPence) => saving({ grossPence, investmentPence: 333n, officerMinutes: grossPence }) },
  { of: (amountPence) => saving({ grossPence: amountPence, occurredOn: day('2008-05-10') }) },
  { of: (amountPence) => cost({ amountPence }) },
  { of: (amountPence) => cost({ amountPence, occurredOn: day('2009-05-31'), runsTo: day('2011-01-03') }) },
];
const years = fc.constantFrom(
  {},
  ...['2008', '2009', '2010', '2011'].map((year) => ({
    ...{ from: day(`${year}-04-01`), to: day(`${Number(year) + 1}-04-01`) },
  })),
);
const days = fc
  .date({ min: new Date('2008-03-30'), max: new Date('2011-04-03'), noInvalidDate: true })
  .map((date) => day(date.toISOString().slice(0, 10)));
/** Whole financial years, and any other days. */
const periods = fc.oneof(
  years,
  fc.uniqueArray(fc.oneof(days, fc.constantFrom(...TURNS)), { minLength: 2, maxLength: 2 }).map((two) => {
    const [from, to] = two.sort();
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }),
);

function posted(facts: Facts): readonly Posting[] {
  const assessed = assessOutcome(facts, context);
  if (!assessed.ok) throw new Error(`Refused: ${assessed.refusal.code}`);
  return assessed.value.postings;
}

describe('what a unit claims of an item that others claim too', () => {
  it('is what it would be credited with had it told of the item alone, in every measure and financial year', () => {
    let [over, staged] = [0, 0];
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.array(fc.record({ amount: amounts, attribution: attributions }), { minLength: 2, maxLength: 3 }),
        fc.boolean(),
        periods,
        ({ of, stages = [] }, told, isDuplicate, period) => {
          const [details, ...claims] = told.map(({ amount, attribution }, i) => ({
            ...of(amount),
            ...{ attribution, unit: UNITS[i] ?? RART },
          }));
          if (details === undefined) return;
          const facts: Facts = { ...asTold(details), claims, stages };
          const postings = isDuplicate ? [] : posted(facts);
          const totals = [...totalsPosted([{ collaboration: YORKSHIRE, labels: [], postings }], period).values()];
          const rows = claimsOf(totals, [{ ...facts, postings, ...context }], period);
          const shown = rows.flatMap((row) =>
            row.byUnit.map(({ unit, claimed }) => [`${row.measure} ${unit}`, claimed] as const),
          );
          const expected = tellings(facts).flatMap((telling) => {
            const alone = posted({ ...asTold(telling), stages });
            return [...totalsPosted([{ collaboration: YORKSHIRE, labels: [], postings: alone }], period).values()];
          });
          const sums = new Map<string, bigint>();
          for (const { measure: of_, unit, amount } of expected)
            sums.set(`${of_} ${unit}`, (sums.get(`${of_} ${unit}`) ?? 0n) + amount);
          const isSomething = ([, amount]: readonly [string, bigint]): boolean => amount !== 0n;
          expect(new Map(shown.filter(isSomething))).toEqual(new Map([...sums].filter(isSomething)));
          for (const { claimed, byUnit } of rows)
            expect(claimed).toBe(byUnit.reduce((sum, each) => sum + each.claimed, 0n));
          if (details.kind === 'saving') over += 1;
          if (stages.length > 0) staged += 1;
        },
      ),
      { numRuns: 500 },
    );
    expect(Math.min(over, staged)).toBeGreaterThan(20);
  });
});

describe('the claim of another unit', () => {
  it('moves nothing of the region from one measure or financial year to another', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...KINDS),
        fc.bigInt(400n, 1_000n),
        fc.array(attributions, { minLength: 2, maxLength: 3 }),
        years,
        ({ of, stages = [] }, amount, attributed, period) => {
          const [details, ...claims] = attributed.map((attribution, i) => ({
            ...of(amount),
            ...{ attribution, unit: UNITS[i] ?? RART },
          }));
          if (details === undefined) return;
          const region = (facts: Facts) => {
            const postings = posted(facts);
            const totals = totalsPosted([{ collaboration: YORKSHIRE, labels: [], postings }], period);
            return groupTotals(totals.values(), []).map((row) => [row.measure, row.amount]);
          };
          const alone: Facts = { ...asTold(details), stages };
          expect(region({ ...alone, claims })).toEqual(region(alone));
        },
      ),
      { numRuns: 500 },
    );
  });
});

const anyAmount = fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(10n ** 15n), 10n ** 15n));
const anyCounted: fc.Arbitrary<readonly Counted[]> = fc.array(
  fc.tuple(anyAmount, fc.option(anyAmount)).map(([amount, less]) => ({
    ...{ measure: id<Counted['measure']>('any'), amount },
    ...(less !== null && { less }),
  })),
  { minLength: 1, maxLength: 4 },
);
const anyUnits = fc.uniqueArray(
  slugs.map((unit) => id<UnitId>(unit)),
  { minLength: 2, maxLength: 6 },
);

describe('the parts of what any units claim', () => {
  it('make the whole of every amount, of either sign, and do not depend on the order in which they came', () => {
    fc.assert(
      fc.property(
        anyCounted,
        anyUnits.chain((units) =>
          fc.tuple(
            fc.constant(units),
            fc.shuffledSubarray(units, { minLength: units.length }),
            fc.option(fc.array(fc.bigInt(0n, 9n), { minLength: units.length, maxLength: units.length })),
          ),
        ),
        (counted, [units, shuffled, weighed]) => {
          const [first, ...others] = units.map((unit) => asset({ unit }));
          const [another, ...rest] = shuffled.map((unit) => asset({ unit }));
          if (first === undefined || another === undefined) return;
          const weights = Object.fromEntries(units.map((unit, i) => [unit, weighed?.[i] ?? 0n]));
          const isAgreed = Object.values(weights).some((weight) => weight > 0n);
          const agreed = isAgreed ? { claimWeights: weights } : {};
          const parts = partsOfClaims({ ...asTold(first), claims: others, ...agreed }, counted);
          const sum = (part: 'amount' | 'less', each: readonly Counted[]): bigint =>
            each.reduce((all, one) => all + (one[part] ?? 0n), 0n);
          const all = parts.flatMap((part) => part.counted);
          for (const part of ['amount', 'less'] as const) expect(sum(part, all)).toBe(sum(part, counted));
          const turned = partsOfClaims({ ...asTold(another), claims: rest, ...agreed }, counted);
          const shown = (each: typeof parts) => each.map((part) => [part.telling.unit, part.counted]);
          expect(shown(turned)).toEqual(shown(parts));
        },
      ),
      { numRuns: 500 },
    );
  });
});
