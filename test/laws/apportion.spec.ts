import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { apportion, type Share, type Weight } from '../../src/domain/apportion.js';
import { byCodeUnit } from '../../src/domain/identifiers.js';
import { someForces, weightsOf } from '../support/outcome-arbitraries.js';

const amounts = fc.oneof(fc.bigInt(-20n, 20n), fc.bigInt(-(10n ** 20n), 10n ** 20n));
const weights: fc.Arbitrary<readonly Weight[]> = someForces
  .chain(weightsOf)
  .map((of) => Object.entries<bigint>(of))
  .map((entries) => entries.map(([force, weight]) => ({ force: force as Weight['force'], weight })));
const shuffled = weights.chain((some) =>
  fc.tuple(fc.constant(some), fc.shuffledSubarray([...some], { minLength: some.length })),
);

const total = (of: readonly { readonly amount: bigint }[]): bigint => of.reduce((sum, { amount }) => sum + amount, 0n);
const negated = (shares: readonly Share[]): readonly Share[] =>
  shares.map(({ force, amount }) => ({ force, amount: -amount }));

describe('apportioning any amount by any weights', () => {
  it('loses no penny, of either sign', () => {
    fc.assert(fc.property(amounts, weights, (amount, by) => expect(total(apportion(amount, by))).toBe(amount)));
  });

  it('mirrors the positive in the negative', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, by) =>
        expect(apportion(-amount, by)).toStrictEqual(negated(apportion(amount, by))),
      ),
    );
  });

  it('takes no notice of the order in which forces are listed', () => {
    fc.assert(
      fc.property(amounts, shuffled, (amount, [by, inAnotherOrder]) =>
        expect(apportion(amount, inAnotherOrder)).toStrictEqual(apportion(amount, by)),
      ),
    );
  });

  it('takes no notice of the scale of the weights', () => {
    fc.assert(
      fc.property(amounts, weights, fc.bigInt(2n, 1000n), (amount, by, times) => {
        const scaled = by.map(({ force, weight }) => ({ force, weight: weight * times }));
        expect(apportion(amount, scaled)).toStrictEqual(apportion(amount, by));
      }),
    );
  });

  it('gives each force its exact proportion but for less than one unit, and nothing for no weight', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, by) => {
        const whole = by.reduce((sum, { weight }) => sum + weight, 0n);
        for (const { force, amount: share } of apportion(amount, by)) {
          const weight = by.find((each) => each.force === force)?.weight ?? 0n;
          const off = share * whole - amount * weight;
          expect(off < whole && -off < whole).toBe(true);
          if (weight === 0n) expect(share).toBe(0n);
        }
      }),
    );
  });

  it('gives each force one share, in order of id', () => {
    fc.assert(
      fc.property(amounts, weights, (amount, by) =>
        expect(apportion(amount, by).map(({ force }) => force)).toStrictEqual(
          by.map(({ force }) => force).sort(byCodeUnit),
        ),
      ),
    );
  });

  it('gives a tie to the force whose id sorts first', () => {
    fc.assert(
      fc.property(someForces, fc.bigInt(0n, 50n), fc.bigInt(1n, 9n), (forces, amount, weight) => {
        const count = BigInt(forces.length);
        const expected = [...forces].sort(byCodeUnit).map((force, i) => ({
          force,
          amount: amount / count + (BigInt(i) < amount % count ? 1n : 0n),
        }));
        expect(
          apportion(
            amount,
            forces.map((force) => ({ force, weight })),
          ),
        ).toStrictEqual(expected);
      }),
    );
  });

  it('never gives a heavier force less than a lighter one', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 9n), weights, (amount, by) => {
        const shares = new Map(apportion(amount, by).map((share) => [share.force, share.amount]));
        const inOrder = [...by].sort((a, b) =>
          a.weight < b.weight ? -1 : a.weight > b.weight ? 1 : byCodeUnit(b.force, a.force),
        );
        const amountsInOrder = inOrder.map(({ force }) => shares.get(force) ?? 0n);
        expect(amountsInOrder.every((share, i) => i === 0 || share >= (amountsInOrder[i - 1] ?? 0n))).toBe(true);
      }),
    );
  });
});
