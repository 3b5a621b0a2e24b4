import { describe, expect, it } from '@jest/globals';
import { id } from '../../test/support/given-when-then.js';
import { apportion } from './apportion.js';
import { OUTSIDE, type ForceId } from './identifiers.js';

const weightsOf = (weights: Readonly<Record<string, bigint>>) =>
  Object.entries(weights).map(([force, weight]) => ({ force: id<ForceId>(force), weight }));
const shares = (amount: bigint, weights: Readonly<Record<string, bigint>>) =>
  apportion(amount, weightsOf(weights)).map(({ force, amount: share }) => [force, share]);

/** Worked examples are in projections/examples/apportionment.md, laws in test/laws. These are the edges. */
describe('apportioning', () => {
  it('gives one share for each weight in order of force, nothing to a weight of nothing', () => {
    expect(shares(10n, { west: 1n, outside: 0n, east: 1n })).toStrictEqual([
      ['east', 5n],
      [OUTSIDE, 0n],
      ['west', 5n],
    ]);
  });

  it('gives what is left over to the largest remainder, not to the largest weight', () => {
    expect(shares(1n, { a: 1n, b: 2n })).toStrictEqual([
      ['a', 0n],
      ['b', 1n],
    ]);
    expect(shares(4n, { a: 2n, b: 1n })).toStrictEqual([
      ['a', 3n],
      ['b', 1n],
    ]);
    expect(shares(5n, { a: 5n, b: 2n, c: 1n })).toStrictEqual([
      ['a', 3n],
      ['b', 1n],
      ['c', 1n],
    ]);
  });

  it('keeps every unit of amounts and weights far beyond 2^53', () => {
    const huge = 10n ** 40n;
    expect(shares(-huge - 1n, { a: huge, b: huge })).toStrictEqual([
      ['a', -(huge / 2n) - 1n],
      ['b', -(huge / 2n)],
    ]);
  });

  it.each([{}, { a: 0n, b: 0n }])('throws when there is nothing to share by', (weights) => {
    expect(() => apportion(1n, weightsOf(weights))).toThrow('No weight above zero: nothing to share by.');
  });
});
