import { describe, expect, it } from '@jest/globals';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { cost, saving } from '../../../test/support/savings.js';
import {
  contextAfter,
  HUMBERSIDE,
  NORTH,
  POPULATION,
  RRPT,
  SOUTH,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import type { CollaborationEvent } from '../collaboration/events.js';
import { refuse } from '../decision.js';
import type { ForceId, MeasureId, OutcomeId } from '../identifiers.js';
import type { OutcomeDetails } from './events.js';
import { recordOutcome } from './record-outcome.js';

const decided = (outcome: OutcomeDetails, ...given: readonly CollaborationEvent[]) =>
  recordOutcome({ collaboration: YORKSHIRE, outcome }, contextAfter(...given));

/** What was posted, `measure day force amount`. */
function posted(outcome: OutcomeDetails, ...given: readonly CollaborationEvent[]): readonly string[] {
  const decision = decided(outcome, ...given);
  if (!decision.accepted) throw new Error(`Refused: ${decision.refusal.code}`);
  return decision.events.flatMap(({ postings }) =>
    postings.map(({ measure, occurredOn, force, amount }) => `${measure} ${occurredOn} ${force} ${amount}`),
  );
}

describe('recording a saving', () => {
  it('puts £170,000 a year into each of its financial years, leap day or not (001:196)', () => {
    const throughALeapYear = saving({
      occurredOn: day('2009-04-01'),
      recurrence: { is: 'recurring', runsTo: day('2012-04-01') },
    });
    expect(posted(throughALeapYear)).toEqual([
      'savings-cash-releasing-recurring 2009-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-recurring 2010-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-recurring 2011-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-gross 2009-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-gross 2010-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-gross 2011-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-investment 2009-04-01 west-yorkshire 0',
    ]);
  });

  it('posts an explicit zero for a change that was cost-neutral (002:59)', () => {
    const neutral = saving({ grossPence: 0n, recurrence: { is: 'one-off' }, occurredOn: day('2010-12-01') });
    expect(posted(neutral)).toEqual([
      'savings-cash-releasing-one-off 2010-12-01 west-yorkshire 0',
      'savings-cash-releasing-gross 2010-12-01 west-yorkshire 0',
      'savings-cash-releasing-investment 2010-12-01 west-yorkshire 0',
    ]);
  });

  it('tells savings that release cash from those that free time (001:65, 004:30)', () => {
    const freed = saving({ nature: 'non-cash-releasing', officerMinutes: 300n, recurrence: { is: 'one-off' } });
    expect(posted(freed)).toContain('savings-non-cash-releasing-one-off 2008-04-01 west-yorkshire 51000000');
    expect(posted(freed)).toContain('officer-minutes-freed 2008-04-01 west-yorkshire 300');
    expect(posted(saving({ nature: 'not-an-efficiency' }))).toContain(
      'savings-not-an-efficiency-recurring 2008-04-01 west-yorkshire 17000000',
    );
  });

  it('accrues to both forces, to the penny (004:97)', () => {
    const both = { basis: 'agreed', weights: { [HUMBERSIDE]: 1n, [WEST]: 1n } } as const;
    const told = saving({ attribution: both, recurrence: { is: 'one-off' }, grossPence: 101n, investmentPence: 1n });
    expect(posted(told)).toEqual([
      'savings-cash-releasing-one-off 2008-04-01 humberside 50',
      'savings-cash-releasing-one-off 2008-04-01 west-yorkshire 50',
      'savings-cash-releasing-gross 2008-04-01 humberside 51',
      'savings-cash-releasing-gross 2008-04-01 west-yorkshire 50',
      'savings-cash-releasing-investment 2008-04-01 humberside 1',
    ]);
  });

  it('goes below zero in the year in which more was invested than saved', () => {
    const invested = saving({ investmentPence: 20_000_000n });
    expect(posted(invested).filter((line) => line.includes('recurring'))).toEqual([
      'savings-cash-releasing-recurring 2008-04-01 west-yorkshire -3000000',
      'savings-cash-releasing-recurring 2009-04-01 west-yorkshire 17000000',
      'savings-cash-releasing-recurring 2010-04-01 west-yorkshire 17000000',
    ]);
  });

  it('counts by days in the first and the last year', () => {
    const told = saving({
      occurredOn: day('2008-10-01'),
      recurrence: { is: 'recurring', runsTo: day('2010-04-02') },
      grossPence: 548n,
    });
    expect(posted(told).filter((line) => line.includes('gross'))).toEqual([
      'savings-cash-releasing-gross 2008-10-01 west-yorkshire 182',
      'savings-cash-releasing-gross 2009-04-01 west-yorkshire 365',
      'savings-cash-releasing-gross 2010-04-01 west-yorkshire 1',
    ]);
  });

  it.each([
    ['two full years after the first', '2008-06-01', '2011-04-01', undefined, 'recurring'],
    ['a day short of them', '2008-06-01', '2011-03-31', undefined, 'one-off'],
    ['not over yet, and expected to last', '2008-06-01', '2009-04-01', '2011-04-01', 'recurring'],
    ['not over yet, and expected to end before', '2008-06-01', '2009-04-01', '2011-03-31', 'one-off'],
  ])('that ran %s is on the line it belongs on', (_, from, runsTo, expectedTo, line) => {
    const recurrence = { is: 'recurring', runsTo: day(runsTo) } as const;
    const expected = expectedTo === undefined ? recurrence : { ...recurrence, expectedTo: day(expectedTo) };
    const [first] = posted(saving({ occurredOn: day(from), recurrence: expected }));
    expect(first?.startsWith(`savings-cash-releasing-${line} ${from}`)).toBe(true);
  });

  it('keeps what is carried over from an earlier year apart from what is new', () => {
    const carried = saving({
      carriedFrom: uuidEnding<OutcomeId>(7),
      officerMinutes: 60n,
      recurrence: { is: 'one-off' },
      investmentPence: 5n,
    });
    expect(posted(carried)).toEqual([
      'savings-cash-releasing-carried-over 2008-04-01 west-yorkshire 50999995',
      'officer-minutes-freed-carried-over 2008-04-01 west-yorkshire 60',
    ]);
  });
});

describe('recording a cost', () => {
  it('credits a dis-benefit to the one force that bears it (002:113)', () => {
    const delay = { costType: 'dis-benefit', amountPence: 864_000_000n } as const;
    const { runsTo: _, ...once } = cost(delay);
    expect(posted(once)).toEqual(['dis-benefits 2008-04-01 west-yorkshire 864000000']);
  });

  it('records a grant as a grant, and as nothing else (002:26)', () => {
    const { runsTo: _, ...grant } = cost({ costType: 'grant', amountPence: 13_954_500n });
    expect(posted(grant)).toEqual(['grants-received 2008-04-01 west-yorkshire 13954500']);
  });

  it('spreads it over the days for which it was spent', () => {
    const told = cost({ costType: 'local-comparator', runsTo: day('2009-10-01'), amountPence: 548n });
    expect(posted(told)).toEqual([
      'costs-local-comparator 2008-04-01 west-yorkshire 365',
      'costs-local-comparator 2009-04-01 west-yorkshire 183',
    ]);
  });
});

describe('an outcome that ran over some days is shared by the agreement of each of them', () => {
  const byKey = { basis: 'key', key: POPULATION } as const;
  const rebased = (weights: Readonly<Record<ForceId, bigint>>, from: string, assumed = false): CollaborationEvent => ({
    type: 'KeyVersionSet',
    collaboration: YORKSHIRE,
    key: POPULATION,
    basis: id('population'),
    assumed,
    from: day(from),
    weights,
  });
  const left: CollaborationEvent = {
    type: 'MemberLeft',
    collaboration: YORKSHIRE,
    force: HUMBERSIDE,
    to: day('2010-07-01'),
  };
  const year = { is: 'recurring', runsTo: day('2011-04-01') } as const;
  const told = saving({ occurredOn: day('2010-04-01'), recurrence: year, grossPence: 36_500n, attribution: byKey });
  const equal = { [NORTH]: 1n, [SOUTH]: 1n, [WEST]: 2n };
  const gross = (...given: readonly CollaborationEvent[]) =>
    posted(told, ...given)
      .filter((line) => line.includes('gross'))
      .map((line) => line.replace('savings-cash-releasing-gross ', ''));

  it('by another version of the key from the day on which it is in force', () => {
    expect(gross(rebased({ [WEST]: 1n, [NORTH]: 1n }, '2010-05-01'), rebased(equal, '2010-05-11'))).toEqual([
      '2010-04-01 humberside 523',
      '2010-04-01 north-yorkshire 453',
      '2010-04-01 south-yorkshire 761',
      '2010-04-01 west-yorkshire 1263',
      '2010-05-01 north-yorkshire 500',
      '2010-05-01 west-yorkshire 500',
      '2010-05-11 north-yorkshire 8125',
      '2010-05-11 south-yorkshire 8125',
      '2010-05-11 west-yorkshire 16250',
    ]);
  });

  it('without the force that left, which has its part of the year by days', () => {
    const before = gross(left, rebased(equal, '2010-07-01')).filter((line) => line.startsWith('2010-04-01'));
    const after = gross(left, rebased(equal, '2010-07-01')).filter((line) => line.startsWith('2010-07-01'));
    expect(before).toHaveLength(4);
    expect(after).toEqual([
      '2010-07-01 north-yorkshire 6850',
      '2010-07-01 south-yorkshire 6850',
      '2010-07-01 west-yorkshire 13700',
    ]);
  });

  it('in one piece where a version says what the one before it said', () => {
    const same = { [HUMBERSIDE]: 915263n, [NORTH]: 794098n, [SOUTH]: 1332871n, [WEST]: 2212556n };
    expect(gross(rebased(same, '2010-06-01', true))).toEqual(gross());
  });

  it('and is refused where a force had left and no key says who shares from then on', () => {
    const refusal = { code: 'not-a-member', field: 'attribution.key', force: HUMBERSIDE } as const;
    expect(decided(told, left)).toEqual(refuse({ ...refusal, collaboration: YORKSHIRE, on: day('2010-07-01') }));
  });

  it('is labelled when one of the keys was assumed', () => {
    const decision = decided(told, rebased(equal, '2010-07-01'));
    expect(decision.accepted && decision.events[0]?.labels).toEqual(['assumed']);
    const known = saving({ ...told, occurredOn: day('2010-07-01') });
    const later = decided(known, rebased(equal, '2010-07-01'));
    expect(later.accepted && later.events[0]?.labels).toEqual([]);
  });
});

describe('a saving or a cost is refused', () => {
  const running = (runsTo: string, more: object = {}) =>
    saving({ recurrence: { is: 'recurring', runsTo: day(runsTo), ...more } });
  const runsTo = 'recurrence.runsTo';
  it.each<[string, OutcomeDetails, object]>([
    ['that ends on its first day', running('2008-04-01'), { code: 'ends-before-it-starts', field: runsTo }],
    ['over days that have not passed', running('2012-04-02'), { code: 'date-in-future', field: runsTo }],
    ['over days to come', cost({ runsTo: day('2012-04-02') }), { code: 'date-in-future', field: 'runsTo' }],
    [
      'expected to end before it ended',
      running('2010-04-01', { expectedTo: day('2010-03-31') }),
      { code: 'ends-before-it-starts', field: 'recurrence.expectedTo' },
    ],
    [
      'beyond the day on which its unit closed',
      saving({ occurredOn: day('2010-04-01'), unit: RRPT, recurrence: { is: 'recurring', runsTo: day('2011-07-06') } }),
      { code: 'unit-not-open', on: day('2011-07-05') },
    ],
    ['for a line that there is not', cost({ measure: id<MeasureId>('nil') }), { code: 'unknown-measure' }],
    [
      'for a line that is a cost itself',
      cost({ measure: id<MeasureId>('grants-received') }),
      { code: 'unknown-measure', because: 'is a cost itself; name what was to be had for it' },
    ],
    ['beyond what the ledger holds', saving({ grossPence: 2n ** 53n }), { code: 'amount-out-of-range' }],
  ])('%s', (_, outcome, refusal) => {
    expect(decided(outcome)).toMatchObject({ accepted: false, refusal });
  });

  it('but not up to the last day that has passed', () => {
    expect(decided(running('2012-04-01')).accepted).toBe(true);
  });
});
