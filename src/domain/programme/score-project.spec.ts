import { describe, expect, it } from '@jest/globals';
import { day } from '../../../test/support/given-when-then.js';
import { change, decided, FORENSICS, proposal, scoring, tiers, VETTING } from '../../../test/support/programme.js';
import { restingOn, TODAY, YORKSHIRE } from '../../../test/support/yorkshire.js';
import { accept, refuse } from '../decision.js';
import type { ProgrammeFact, Told } from './events.js';

const scored = (fact: Told<'ProjectScored'>, tierByScore?: number) =>
  accept({ ...fact, restsOn: restingOn(), ...(tierByScore !== undefined && { tierByScore }) });
const overridden = (tier: number) => scoring({ override: { tier, reason: 'needs-further-development' } });

describe('scoring a project', () => {
  it.each([
    [10n, 5n, 1],
    [9n, 5n, 2],
    [5n, 5n, 2],
    [5n, 4n, undefined],
    [0n, 0n, undefined],
  ])('of %s for fit and %s for practicality puts it into tier %s', (strategicFit, practicality, tier) => {
    const fact = scoring({ strategicFit, practicality });
    expect(decided(fact, tiers(), proposal())).toStrictEqual(scored(fact, tier));
  });

  it('goes by the tiers in force on the day it was scored, in whatever order they are listed', () => {
    const reversed = tiers({ tiers: [...tiers().tiers].reverse() });
    expect(decided(scoring(), reversed, proposal())).toStrictEqual(scored(scoring(), 2));
    const later = tiers({ from: day('2010-03-02'), tiers: [{ tier: 1, atLeast: 1n }] });
    expect(decided(scoring(), tiers(), later, proposal())).toStrictEqual(scored(scoring(), 2));
    const after = scoring({ scoredOn: day('2010-03-02') });
    expect(decided(after, tiers(), later, proposal())).toStrictEqual(scored(after, 1));
  });

  it('puts it nowhere while there are no tiers, and then no score is too high', () => {
    const high = scoring({ strategicFit: 99n });
    expect(decided(high, proposal())).toStrictEqual(scored(high));
  });

  it('may be overridden with a reason, and keeps what the scores came to', () => {
    expect(decided(overridden(1), tiers(), proposal())).toStrictEqual(scored(overridden(1), 2));
  });

  it('again replaces it, and the same leaves nothing to do', () => {
    const again = scoring({ practicality: 7n, scoredOn: day('2011-03-01') });
    expect(decided(again, tiers(), proposal(), scoring())).toStrictEqual(scored(again, 1));
    expect(decided(scoring(), tiers(), proposal(), scoring())).toStrictEqual(accept());
  });
});

describe('scoring a project is refused', () => {
  const before: readonly ProgrammeFact[] = [tiers(), proposal()];

  it('when it was never proposed, naming those that were', () => {
    expect(decided(scoring({ project: VETTING }), ...before)).toStrictEqual(
      refuse({ code: 'unknown-project', project: VETTING, collaboration: YORKSHIRE, known: [FORENSICS] }),
    );
  });

  it.each(['rejected', 'stopped'] as const)('when it was %s', (status) => {
    const refusal = { project: FORENSICS, status, asked: 'scored', allowed: [] };
    expect(decided(scoring(), ...before, change(status, '2010-03-01'))).toStrictEqual(
      refuse({ code: 'status-out-of-order', ...refusal }),
    );
  });

  it('when the day has not come, or lies before the proposal', () => {
    const [late, early] = [day('2012-04-02'), day('2010-02-21')];
    expect(decided(scoring({ scoredOn: late }), ...before)).toStrictEqual(
      refuse({ code: 'date-in-future', field: 'scoredOn', date: late, today: TODAY }),
    );
    const order = { field: 'scoredOn', date: early, earliest: day('2010-02-22'), what: 'it was proposed' };
    expect(decided(scoring({ scoredOn: early }), ...before)).toStrictEqual(
      refuse({ code: 'dates-out-of-order', ...order }),
    );
  });

  it.each(['strategicFit', 'practicality'])('when %s is beyond what a score can be', (field) => {
    const out = { code: 'amount-out-of-range', field, amount: 11n, least: 0n, most: 10n } as const;
    expect(decided(scoring({ [field]: 11n }), ...before)).toStrictEqual(refuse(out));
  });

  it('when the override names a tier that there is not', () => {
    const unknown = { code: 'unknown-tier', field: 'override.tier', tier: 3 } as const;
    expect(decided(overridden(3), ...before)).toStrictEqual(refuse({ ...unknown, known: [1, 2] }));
    expect(decided(overridden(3), proposal())).toStrictEqual(refuse({ ...unknown, known: [] }));
  });

  it('when the override is where the scores put it anyway', () => {
    expect(decided(overridden(2), ...before)).toStrictEqual(
      refuse({ code: 'nothing-to-override', field: 'override.tier', tier: 2 }),
    );
  });
});
