import { describe, expect, it } from '@jest/globals';
import { day } from '../../../test/support/given-when-then.js';
import { decided, tiers } from '../../../test/support/programme.js';
import { restingOn } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';

const later = tiers({ from: day('2012-04-23'), tiers: [{ tier: 1, atLeast: 12n }] });

describe('setting tiers', () => {
  it('is recorded, and again from a later day', () => {
    expect(decided(tiers())).toStrictEqual(accept({ ...tiers(), restsOn: restingOn() }));
    expect(decided(later, tiers())).toStrictEqual(accept({ ...later, restsOn: restingOn() }));
  });

  it('leaves nothing to do when they stand, even if others came after', () => {
    expect(decided(tiers(), tiers(), later)).toStrictEqual(accept());
  });

  it('is refused for a day that has its tiers, or an earlier one: nothing is scored again', () => {
    const recorded = 'the last tiers are in force from 2012-04-23';
    for (const from of ['2012-04-23', '2011-01-01'])
      expect(decided(tiers({ from: day(from), most: 5n, tiers: [] }), tiers(), later)).toStrictEqual(
        refuse({ code: 'contradicts-record', field: 'from', recorded }),
      );
  });

  it('is refused for a tier that no scores reach', () => {
    const out = { code: 'amount-out-of-range', field: 'tiers[1].atLeast', amount: 21n, least: 0n, most: 20n } as const;
    const beyond = (atLeast: bigint) => tiers({ tiers: [...tiers().tiers.slice(0, 1), { tier: 2, atLeast }] });
    expect(decided(beyond(21n))).toStrictEqual(refuse(out));
    expect(decided(beyond(20n))).toMatchObject({ accepted: true });
  });
});
