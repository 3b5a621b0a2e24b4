import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { arbitraryOf } from '../../test/support/arbitraries.js';
import { outcomeShape } from './outcome/events.js';
import { isSame } from './same.js';

describe('two values of an event are the same', () => {
  it.each<[unknown, unknown]>([
    [1n, 1n],
    [
      { a: 1n, b: 'x' },
      { b: 'x', a: 1n },
    ],
    [
      [1n, { a: [] }],
      [1n, { a: [] }],
    ],
    [{}, {}],
    [[], []],
  ])('%p and %p', (a, b) => {
    expect([isSame(a, b), isSame(b, a)]).toStrictEqual([true, true]);
  });

  it('when the one is a copy of the other, for any outcome', () => {
    fc.assert(
      fc.property(arbitraryOf(outcomeShape), (outcome) => expect(isSame(outcome, structuredClone(outcome))).toBe(true)),
    );
  });
});

describe('two values of an event differ', () => {
  it.each<[unknown, unknown]>([
    [1n, 2n],
    [1n, 1],
    ['1', 1n],
    [
      [1n, 2n],
      [2n, 1n],
    ],
    [[1n], [1n, 2n]],
    [[1n], [2n]],
    [[], {}],
    [[], undefined],
    [{}, undefined],
    [{}, 'x'],
    [{ 0: 'x' }, 'x'],
    [null, {}],
    [{ a: 1n }, { a: 2n }],
    [{ a: 1n }, { b: 1n }],
    [{ a: 1n }, { a: 1n, b: 1n }],
    [{ a: undefined }, { b: undefined }],
    [{ a: { b: [1n] } }, { a: { b: [1n, 1n] } }],
  ])('%p and %p', (a, b) => {
    expect([isSame(a, b), isSame(b, a)]).toStrictEqual([false, false]);
  });
});
