import { describe, expect, it } from '@jest/globals';
import { day, id } from '../../../test/support/given-when-then.js';
import { arrest, asset, recoveredCar, RRPT, SOUTH } from '../../../test/support/yorkshire.js';
import { likeness } from './likeness.js';

const operation = id('mille');
const one = recoveredCar({ operation, amountPence: 100_000n });
const token = (digit: string) => ({ keyVersion: 1, scheme: 'vehicle-on-date', token: digit.repeat(64) }) as const;

describe('two outcomes may be one that was told twice', () => {
  it('when kind, lead force and operation are the same, and day and amounts close; it says why', () => {
    const other = { ...one, unit: RRPT, occurredOn: day('2010-03-07'), amountPence: 90_000n };
    const because = [
      'same kind: property-recovered',
      'same lead force: west-yorkshire',
      'same operation: mille',
      '3 days apart',
      'amounts within a tenth',
    ];
    expect(likeness(one, other)).toEqual(because);
    expect(likeness(other, one)).toEqual(because);
    expect(likeness(arrest(), arrest({ unit: RRPT }))).toEqual([
      'same kind: arrest',
      'same lead force: west-yorkshire',
      'neither names an operation',
      'same day',
      'same amounts',
    ]);
  });

  it('also when it was not given back to its owner, where what is kept is taken off again', () => {
    const kept = { ...one, returnedToOwner: false };
    expect(likeness(kept, { ...kept, unit: RRPT })).toContain('same amounts');
    expect(likeness(kept, { ...kept, amountPence: 90_000n })).toContain('amounts within a tenth');
    expect(likeness(kept, { ...kept, amountPence: 89_999n })).toBeUndefined();
    expect(likeness(kept, one)).toBeUndefined();
  });

  it.each([
    ['another kind', asset({ operation, amountPence: 100_000n })],
    ['another thing of that kind', { ...one, itemType: 'property' } as const],
    ['another force', { ...one, leadForce: SOUTH }],
    ['another operation', { ...one, operation: id('other') }],
    ['four days later', { ...one, occurredOn: day('2010-03-08') }],
    ['an amount that is further off', { ...one, amountPence: 89_999n }],
  ])('but not for %s', (_, other) => {
    expect(likeness(one, other)).toBeUndefined();
  });

  it('but not where their items are known to differ', () => {
    expect(likeness({ ...one, item: token('a') }, { ...one, item: token('b') })).toBeUndefined();
    expect(
      likeness({ ...one, item: token('a') }, { ...one, item: { ...token('b'), scheme: 'exhibit' } }),
    ).toBeDefined();
  });
});
