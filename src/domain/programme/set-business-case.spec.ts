import { describe, expect, it } from '@jest/globals';
import { day } from '../../../test/support/given-when-then.js';
import { approval, businessCase, change, decided, FORENSICS, proposal } from '../../../test/support/programme.js';
import { restingOn, TODAY, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { Told } from './events.js';

const target = { by: day('2013-04-01'), pencePerYear: 30_000_000n };
const set = (fact: Told<'BusinessCaseSet'>) => accept({ ...fact, restsOn: restingOn() });
const nothingTold = { type: 'BusinessCaseSet', collaboration: YORKSHIRE, project: FORENSICS } as const;

describe('setting a business case', () => {
  it('is recorded with the figures that are known, and nothing in place of the others', () => {
    expect(decided(businessCase(), proposal())).toStrictEqual(set(businessCase()));
    const whole = businessCase({ baselinePencePerYear: 40_000_000n, target });
    expect(decided(whole, proposal())).toStrictEqual(set(whole));
  });

  it('takes nothing for a figure: a change that costs nothing is known to', () => {
    const neutral = { ...nothingTold, setOn: day('2010-03-15'), costPence: 0n };
    expect(decided(neutral, proposal())).toStrictEqual(set(neutral));
  });

  it('again replaces it, also once it is approved; the same leaves nothing to do', () => {
    const revised = businessCase({ costPence: 6_000_000n });
    expect(decided(revised, proposal(), businessCase(), approval())).toStrictEqual(set(revised));
    expect(decided(businessCase(), proposal(), businessCase())).toStrictEqual(accept());
  });
});

describe('setting a business case is refused', () => {
  it('when the project was never proposed, or was given up', () => {
    expect(decided(businessCase())).toMatchObject({ refusal: { code: 'unknown-project', known: [] } });
    expect(decided(businessCase(), proposal(), change('stopped', '2010-03-01'))).toMatchObject({
      refusal: { code: 'status-out-of-order', asked: 'given a business case', allowed: [] },
    });
  });

  it('when the day has not come, or lies before the proposal', () => {
    const [late, early] = [day('2012-04-02'), day('2010-02-21')];
    expect(decided(businessCase({ setOn: late }), proposal())).toStrictEqual(
      refuse({ code: 'date-in-future', field: 'setOn', date: late, today: TODAY }),
    );
    const order = { field: 'setOn', date: early, earliest: day('2010-02-22'), what: 'it was proposed' };
    expect(decided(businessCase({ setOn: early }), proposal())).toStrictEqual(
      refuse({ code: 'dates-out-of-order', ...order }),
    );
  });

  it('when it says nothing', () => {
    expect(decided({ ...nothingTold, setOn: day('2010-03-15') }, proposal())).toStrictEqual(
      refuse({ code: 'no-figures', field: 'costPence' }),
    );
  });

  it('when the target was due before the case was made', () => {
    const by = day('2010-03-14');
    const order = { field: 'target.by', date: by, earliest: day('2010-03-15'), what: 'the case was made' };
    expect(decided(businessCase({ target: { ...target, by } }), proposal())).toStrictEqual(
      refuse({ code: 'dates-out-of-order', ...order }),
    );
  });
});
