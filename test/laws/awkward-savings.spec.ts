/* The awkward cases of the domain that are about savings and costs, each under its own words, with the figures of the founding documents. */
import { describe, expect, it } from '@jest/globals';
import type { MeasureId } from '../../src/domain/identifiers.js';
import {
  DERBYSHIRE,
  FIVE,
  FiveForces,
  LEICESTERSHIRE,
  LINCOLNSHIRE,
  NORTHAMPTONSHIRE,
  NOTTINGHAMSHIRE,
  ofTheUnit,
  receiptOf,
  refusalOf,
} from '../support/five-forces.js';
import { loadDeflators } from '../../src/features/load-deflators/load-deflators.js';
import { day, id } from '../support/given-when-then.js';
import { outcomeOf } from '../support/recording.js';
import { cost, saving } from '../support/savings.js';

const NET = 'savings-cash-releasing-recurring';
const YEAR = { from: '2010-04-01', to: '2011-04-01' };
const runsTo = (end: string) => ({ is: 'recurring', runsTo: day(end) }) as const;
const direct = (force: typeof DERBYSHIRE) => ({ basis: 'direct', force }) as const;

describe('an awkward case about savings:', () => {
  it('a force leaves mid-year: part-year savings are pro-rated by days', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    const training = { occurredOn: day('2008-04-01'), grossPence: 3n * 3_650_000n };
    await five.record(1, saving({ ...ofTheUnit, ...training, recurrence: runsTo('2011-04-01') }));
    const before = { entry: await five.head() };
    const weights = { [DERBYSHIRE]: 1, [LEICESTERSHIRE]: 2, [LINCOLNSHIRE]: 3, [NORTHAMPTONSHIRE]: 2 };
    await five.change({ left: { force: NOTTINGHAMSHIRE, to: '2010-07-01' }, key: { from: '2010-07-01', weights } });
    const same = { ...ofTheUnit, ...training, recurrence: runsTo('2011-04-01') };
    const { entry } = await five.record(2, saving(same));

    // 91 of the year's 365 days are shared by five forces, 274 by four: 910,000 and 2,740,000 of 3,650,000 pence.
    const ofTwo = await five.forces(NET, { entry }, YEAR);
    const ofFirst = await five.forces(NET, before, YEAR);
    const ofSecond = Object.fromEntries(
      Object.entries(ofTwo).map(([force, amount]) => [force, amount - (ofFirst[force] ?? 0n)]),
    );
    expect(ofFirst[NOTTINGHAMSHIRE]).toBe(730_000n);
    expect(ofSecond).toEqual({
      [DERBYSHIRE]: 91_000n + 342_500n,
      [LEICESTERSHIRE]: 182_000n + 685_000n,
      [LINCOLNSHIRE]: 273_000n + 1_027_500n,
      [NORTHAMPTONSHIRE]: 182_000n + 685_000n,
      [NOTTINGHAMSHIRE]: 182_000n,
    });
    expect(await five.forces(NET, { entry }, { from: '2008-04-01', to: '2010-04-01' })).toMatchObject({
      [NOTTINGHAMSHIRE]: 2n * 2n * 730_000n,
    });
    expect(await five.region([NET], { entry })).toEqual({ [NET]: 2n * 10_950_000n });
    await five.expectVerified();
  });

  it('a force left, and nobody agreed who shares from then on', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    await five.change({ left: { force: NOTTINGHAMSHIRE, to: '2010-07-01' } });
    const told = saving({ ...ofTheUnit, occurredOn: day('2010-04-01'), recurrence: runsTo('2011-04-01') });
    expect(refusalOf(await five.recorder.record(1, FIVE, told))).toMatchObject({
      code: 'not-a-member',
      force: NOTTINGHAMSHIRE,
      on: '2010-07-01',
    });
  });

  it('a recurring saving that does not last leaves its line', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    const told = { ...ofTheUnit, occurredOn: day('2009-04-01'), grossPence: 17_000_000n };
    const lasting = { ...runsTo('2010-04-01'), expectedTo: day('2013-04-01') };
    const { entry: claimed } = await five.record(1, saving({ ...told, recurrence: lasting }));
    const ended = { recurrence: { is: 'recurring', runsTo: '2010-04-01', expectedTo: '2010-09-01' } };
    const { entry } = receiptOf(await five.recorder.correct(2, outcomeOf(1), 'other', ended, 0));

    const lines = (at: number) => five.region([NET, 'savings-cash-releasing-one-off'], { entry: at });
    expect(await lines(claimed)).toEqual({ [NET]: 17_000_000n });
    expect(await lines(entry)).toEqual({ [NET]: 0n, 'savings-cash-releasing-one-off': 17_000_000n });
    expect(await five.region(['savings'], { entry })).toEqual({ savings: 17_000_000n });
    await five.expectVerified();
  });

  it('an earlier year’s saving is carried over, and never claimed as new', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    const once = { ...ofTheUnit, recurrence: { is: 'one-off' }, grossPence: 17_000_000n } as const;
    await five.record(1, saving({ ...once, occurredOn: day('2009-06-01') }));
    const again = { ...once, occurredOn: day('2010-06-01'), carriedFrom: outcomeOf(1) };
    const { entry } = await five.record(2, saving(again));
    expect(await five.region(['savings', 'savings-cash-releasing-carried-over'], { entry })).toEqual({
      savings: 17_000_000n,
      'savings-cash-releasing-carried-over': 17_000_000n,
    });
    expect(await five.region(['savings'], { entry }, YEAR)).toEqual({});
    await five.expectVerified();
  });

  it('a saving of several years in real terms and at its present value, which the ledger never holds', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    const training = {
      occurredOn: day('2008-04-01'),
      recurrence: runsTo('2011-04-01'),
      attribution: direct(DERBYSHIRE),
    };
    const { entry: saved } = await five.record(1, saving({ ...ofTheUnit, ...training }));
    const table = 'financial_year,index\n2008-09,80\n2009-10,100\n2010-11,85\n';
    const about = { source: 'made up', publishedOn: '2010-09-30', illustrative: true };
    const set = await loadDeflators(five.ledger, table, about, id('programme-team'));
    const { entry } = receiptOf(set);

    const real = { view: ['real-terms'], baseYear: '2009-10' } as const;
    expect(await five.seen(NET, real, { entry })).toEqual({ [DERBYSHIRE]: 21_250_000n + 17_000_000n + 20_000_000n });
    const worth = { view: ['present-value'], baseYear: '2008-09' } as const;
    const present = { [DERBYSHIRE]: 17_000_000n + 16_425_121n + 15_869_682n };
    expect(await five.seen(NET, worth, { entry: saved })).toEqual(present);
    expect(await five.seen(NET, worth, { entry })).toEqual(present);
    expect(await five.region([NET], { entry })).toEqual({ [NET]: 51_000_000n });
    await five.expectVerified();
  });

  it('a grant of £139,545, a delay that cost one force £8.64m and a change that cost nothing', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    const onceIn = (changes: Parameters<typeof cost>[0]) => {
      const { runsTo: _, ...once } = cost({ ...ofTheUnit, occurredOn: day('2010-06-01'), ...changes });
      return once;
    };
    await five.record(1, onceIn({ costType: 'grant', amountPence: 13_954_500n }));
    const delay = { costType: 'dis-benefit', amountPence: 864_000_000n, attribution: direct(LINCOLNSHIRE) } as const;
    await five.record(2, onceIn(delay));
    const neutral = { grossPence: 0n, recurrence: { is: 'one-off' }, occurredOn: day('2010-06-01') } as const;
    const { entry } = await five.record(3, saving({ ...ofTheUnit, ...neutral }));

    expect(await five.region(['grants-received', 'dis-benefits', 'savings'], { entry })).toEqual({
      'grants-received': 13_954_500n,
      'dis-benefits': 864_000_000n,
      savings: 0n,
    });
    expect(await five.forces('dis-benefits', { entry })).toEqual({ [LINCOLNSHIRE]: 864_000_000n });
    const { lines } = await five.statement(YEAR.from, YEAR.to, { entry });
    expect(lines.map(({ proved }) => proved)).toEqual([0n, 0n, 0n, 0n]);
    expect(await five.comparisons(YEAR.from, YEAR.to, { entry })).toEqual([]);
    await five.expectVerified();
  });

  it('the regional response against a single local one, as known before and after a correction', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    const year = { ...ofTheUnit, occurredOn: day(YEAR.from), runsTo: day(YEAR.to), measure: id<MeasureId>('arrests') };
    const { entry: regional } = await five.record(1, cost({ ...year, amountPence: 300_000n }));
    const alone = { costType: 'local-comparator', attribution: direct(DERBYSHIRE), amountPence: 400_000n } as const;
    const { entry: both } = await five.record(2, cost({ ...year, ...alone }));
    const changes = { amountPence: 600_000 };
    const { entry } = receiptOf(await five.recorder.correct(3, outcomeOf(2), 'valuation-revised', changes, 0));
    const { entry: gone } = receiptOf(await five.recorder.withdraw(4, outcomeOf(1), 'recorded-in-error', 0));

    const compared = async (at: number) => {
      const rows = await five.comparisons(YEAR.from, YEAR.to, { entry: at });
      return rows.map((row) => [row.measure, row.regional?.amount, row.local?.amount, row.ratio?.decimal]);
    };
    expect(await compared(regional)).toEqual([['arrests', 300_000n, undefined, undefined]]);
    expect(await compared(both)).toEqual([['arrests', 300_000n, 400_000n, '0.7500']]);
    expect(await compared(entry)).toEqual([['arrests', 300_000n, 600_000n, '0.5000']]);
    expect(await compared(gone)).toEqual([['arrests', undefined, 600_000n, undefined]]);
    const [row] = await five.comparisons(YEAR.from, YEAR.to, { entry });
    expect(row?.regional?.restsOn).toEqual([{ outcomeId: outcomeOf(1), entry: regional }]);
    expect(row?.local?.restsOn).toEqual([{ outcomeId: outcomeOf(2), entry }]);
    expect(row?.regional?.byForce.map(({ amount }) => amount)).toEqual([30_000n, 60_000n, 90_000n, 60_000n, 60_000n]);
    expect(await five.comparisons('2009-04-01', '2010-04-01', { entry })).toEqual([]);
    await five.expectVerified();
  });
});
