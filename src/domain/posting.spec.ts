import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../test/support/given-when-then.js';
import { HUMBERSIDE, posted, WEST } from '../../test/support/yorkshire.js';
import { differences, placeOf, reversed, type Posting } from './posting.js';

const VALUE = 'assets-seized-value';
const west = (amount: bigint) => posted(VALUE, { [WEST]: amount });
const humberside = (amount: bigint) => posted(VALUE, { [HUMBERSIDE]: amount });

describe('the place of a posting', () => {
  const elsewhere: readonly Partial<Posting>[] = [
    {},
    { force: HUMBERSIDE },
    { unit: id('rrpt') },
    { measure: id('arrests-made') },
    { grade: 'audited' },
    { occurredOn: day('2010-03-05') },
  ];

  it('is told by everything but the amount', () => {
    const places = elsewhere.flatMap((where) => posted(VALUE, { [WEST]: 1n }, where)).map(placeOf);
    expect(new Set(places).size).toBe(elsewhere.length);
    expect([...west(1n), ...west(2n)].map(placeOf)).toStrictEqual([places[0], places[0]]);
  });
});

describe('the differences between postings', () => {
  it.each<[string, readonly Posting[], readonly Posting[], readonly Posting[]]>([
    ['none', west(5n), west(5n), []],
    ['more', west(5n), west(7n), west(2n)],
    ['less', west(5n), west(3n), west(-2n)],
    ['another place, the new one first', west(5n), humberside(5n), [...humberside(5n), ...west(-5n)]],
    ['everything new', [], west(5n), west(5n)],
    ['nothing left', west(5n), [], west(-5n)],
    ['an explicit zero where there was none', [], west(0n), west(0n)],
    ['an explicit zero that stays', west(0n), west(0n), []],
    ['an explicit zero taken back', west(0n), [], west(0n)],
    ['down to nothing', west(5n), west(0n), west(-5n)],
    ['one of two', [...humberside(1n), ...west(5n)], [...humberside(1n), ...west(4n)], west(-1n)],
  ])('%s', (_, before, after, expected) => {
    expect(differences(before, after)).toStrictEqual(expected);
  });

  it('of nothing before are the postings, and of nothing after their reverse', () => {
    const postings = [...humberside(1n), ...west(-4n)];
    expect(reversed(postings)).toStrictEqual([...humberside(-1n), ...west(4n)]);
    expect(differences(postings, [])).toStrictEqual(reversed(postings));
  });
});
