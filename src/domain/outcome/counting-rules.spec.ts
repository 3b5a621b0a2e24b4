import { describe, expect, it } from '@jest/globals';
import { day, given, id } from '../../../test/support/given-when-then.js';
import { measure, theCatalogue } from '../../../test/support/measures.js';
import { saving } from '../../../test/support/savings.js';
import {
  asset,
  contextAfter,
  powder,
  recoveredCar,
  seizure,
  WEST,
  YORKSHIRE,
} from '../../../test/support/yorkshire.js';
import { evolveCatalogue, type Measure } from '../measure/catalogue.js';
import type { MeasureDefined } from '../measure/events.js';
import { countUnder } from './counting-rules.js';
import type { OutcomeDetails } from './events.js';
import { recordOutcome } from './record-outcome.js';

const CASH = 'cash-seized-at-minimum-value';
const inPence = { measuredIn: 'pence', additivity: 'distinct' } as const;
/** The minimum for a seizure of cash, as the brief dates it: £10,000, £5,000 from 2004, £1,000 from 2006. */
const minimum = [
  { version: 1, atLeast: 1_000_000n },
  { version: 2, atLeast: 500_000n, from: day('2004-01-01') },
  { version: 3, atLeast: 100_000n, from: day('2006-01-01') },
].map(({ atLeast, ...version }) =>
  measure(CASH, 'asset', {
    ...inPence,
    ...version,
    counts: { alongside: id('assets-seized-value'), assetTypes: ['cash'], atLeast },
  }),
);
const catalogueWith = (...versions: readonly MeasureDefined[]) => given(evolveCatalogue, theCatalogue, ...versions);
const counted = (details: OutcomeDetails, ...versions: readonly MeasureDefined[]) =>
  countUnder(details, [], catalogueWith(...versions)).map(({ measure: of, amount, rule }) =>
    rule === undefined ? `${of} ${amount}` : `${of} ${amount} under ${rule}`,
  );
const cash = (occurredOn: string, amountPence: bigint) => asset({ occurredOn: day(occurredOn), amountPence });

describe('a measure that is posted alongside another, from a minimum on that changes over time,', () => {
  it.each([
    ['2003-12-31', 999_999n, []],
    ['2003-12-31', 1_000_000n, [`${CASH} 1000000 under 1`]],
    ['2004-01-01', 500_000n, [`${CASH} 500000 under 2`]],
    ['2005-12-31', 499_999n, []],
    ['2006-01-01', 499_999n, [`${CASH} 499999 under 3`]],
    ['2006-01-01', 99_999n, []],
  ])('counts on %s of %d pence: %j', (on, pence, more) => {
    expect(counted(cash(on, pence), ...minimum)).toEqual([`assets-seized-value ${pence}`, ...more]);
  });

  it('counts nothing of other types of asset', () => {
    const car = asset({ assetType: 'vehicle', amountPence: 2_000_000n });
    expect(counted(car, ...minimum)).toEqual(['assets-seized-value 2000000']);
  });

  it('writes the version into its postings, and into no others', () => {
    const context = { ...contextAfter(), catalogue: catalogueWith(...minimum) };
    const outcome = cash('2010-03-04', 100_000n);
    const postings = [{ measure: 'assets-seized-value' }, { measure: CASH, rule: 3, amount: 100_000n, force: WEST }];
    const decision = recordOutcome({ collaboration: YORKSHIRE, outcome }, context);
    expect(decision).toMatchObject({ events: [{ postings }] });
    const [first] = decision.accepted ? (decision.events[0]?.postings ?? []) : [];
    expect(first).not.toHaveProperty('rule');
  });
});

describe('a measure that counts values on some bases only, from a day on,', () => {
  const VALUE = 'property-recovered-value';
  const standing = theCatalogue.measures.get(id(VALUE));
  const plain = standing as Measure;
  const guided: MeasureDefined = {
    ...{ type: 'MeasureDefined', ...plain, version: plain.version + 1, from: day('2010-04-01') },
    counts: { valuationBases: ['trade-guide'] },
  };

  it('counts as ever before it, without a number, and as it says from then on', () => {
    const found = (occurredOn: string, valuationBasis: 'owner' | 'trade-guide') =>
      counted(recoveredCar({ occurredOn: day(occurredOn), valuationBasis }), guided);
    const plainly = ['property-recovered 1', `${VALUE} 500000`];
    expect(found('2010-03-31', 'owner')).toEqual(plainly);
    expect(found('2010-04-01', 'owner')).toEqual(['property-recovered 1']);
    expect(found('2010-04-01', 'trade-guide')).toEqual(['property-recovered 1', `${VALUE} 500000 under 2`]);
  });

  it('takes of a seizure what is valued so, and leaves its other measures alone', () => {
    const seized = 'drugs-seized-value-class-a';
    const wholesale = measure(seized, 'drugs-seizure', {
      ...{ measuredIn: 'pence', version: 2, from: day('2010-01-01') },
      counts: { valuationBases: ['wholesale'] },
    });
    const heroin = { ...powder('heroin', 500n, 7_000n), valuationBasis: 'wholesale' as const };
    const held = seizure([powder('cocaine', 100n, 9_000n), heroin]);
    expect(counted(held)).toContain(`${seized} 16000`);
    expect(counted(held, wholesale)).toEqual(
      counted(held).map((each) => (each.startsWith(seized) ? `${seized} 7000 under 2` : each)),
    );
  });
});

describe('a measure that counts seizures of what is valued in some way', () => {
  const valued = measure('drug-seizures', 'drugs-seizure', { version: 2, counts: { valuationBases: ['wholesale'] } });
  const heroin = { ...powder('heroin', 500n, 7_000n), valuationBasis: 'wholesale' as const };

  it.each([
    ['all of it', [heroin], 1],
    ['some of it', [powder('cocaine', 100n, 9_000n), heroin], 1],
    ['none of it', [powder('cocaine', 100n, 9_000n)], 0],
    ['nothing of it at all', [powder('cocaine', 100n)], 0],
  ])('counts one of which %s is', (_, held, times) => {
    expect(counted(seizure(held), valued).filter((each) => each.startsWith('drug-seizures '))).toHaveLength(times);
  });
});

describe('a minimum', () => {
  it('of a net measure is held against the net', () => {
    const least = measure('savings-cash-releasing-one-off', 'saving', {
      ...{ measuredIn: 'pence', version: 2, counts: { atLeast: 500n } },
    });
    const net = (investmentPence: bigint) =>
      counted(saving({ recurrence: { is: 'one-off' }, grossPence: 1_000n, investmentPence }), least)[0];
    expect(net(500n)).toBe('savings-cash-releasing-one-off 1000 under 2');
    expect(net(501n)).toBe('savings-cash-releasing-gross 1000');
  });
});

describe('a measure whose first version is in force from a day on', () => {
  it('counts nothing before that day', () => {
    const from = day('2010-04-01');
    const late = measure(CASH, 'asset', { ...inPence, from, counts: { alongside: id('assets-seized-value') } });
    expect(counted(cash('2010-03-31', 5n), late)).toEqual(['assets-seized-value 5']);
    expect(counted(cash('2010-04-01', 5n), late)).toEqual(['assets-seized-value 5', `${CASH} 5 under 1`]);
  });
});
