/* The awkward cases of the domain that assets bring, each under its own words. The others are in awkward-cases.spec.ts and awkward-agreements.spec.ts. */
import { describe, expect, it } from '@jest/globals';
import type { AssetStage } from '../../src/domain/outcome/asset-stages.js';
import { FiveForces, ofTheUnit, receiptOf, refusalOf } from '../support/five-forces.js';
import { day, id } from '../support/given-when-then.js';
import { outcomeOf } from '../support/recording.js';
import { asset, recoveredCar } from '../support/yorkshire.js';

const onTheDay = (date: string) => ({ ...ofTheUnit, occurredOn: day(date) });
const at = <S extends AssetStage['stage']>(stage: S, date: string, amountPence: bigint) =>
  ({ stage, occurredOn: day(date), amountPence }) as const;
const house = asset({
  ...onTheDay('2009-04-01'),
  assetType: 'property',
  route: 'confiscation',
  stage: 'restrained',
  amountPence: 9_000_001n,
});
const cash = asset({ ...onTheDay('2009-04-01'), amountPence: 1_000_001n });

/** Records a stage of the first outcome, which has to be taken. */
const reach = async (five: FiveForces, command: number, stage: AssetStage): Promise<number> =>
  receiptOf(await five.recorder.stage(command, outcomeOf(1), stage)).entry;

describe('an awkward case:', () => {
  it('a seized vehicle is returned to its owner', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    const car = { assetType: 'vehicle', route: 'civil-recovery', amountPence: 900_001n } as const;
    const { entry: seized } = await five.record(1, asset({ ...onTheDay('2009-06-01'), ...car }));
    const returned = await reach(five, 2, at('returned', '2009-09-01', 900_001n));

    const both = ['assets-retained-value', 'assets-returned-value'];
    expect(await five.region(both, { entry: seized })).toEqual({ 'assets-retained-value': 900_001n });
    expect(await five.region(both, { entry: returned })).toEqual({
      'assets-retained-value': 0n,
      'assets-returned-value': 900_001n,
    });
    expect(await five.region(['assets-seized-value'], { entry: returned })).toEqual({
      'assets-seized-value': 900_001n,
    });
    const autumn = { from: '2009-09-01', to: '2009-10-01' };
    expect(await five.region(both, { entry: returned }, autumn)).toEqual({
      'assets-retained-value': -900_001n,
      'assets-returned-value': 900_001n,
    });
    await five.expectVerified();
  });

  it('a recovered vehicle is returned to its owner', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    const { entry: kept } = await five.record(1, recoveredCar({ ...onTheDay('2009-06-01'), returnedToOwner: false }));
    const done = await five.recorder.correct(2, outcomeOf(1), 'other', { returnedToOwner: true }, 0);
    const { entry: returned } = receiptOf(done);

    const both = ['property-kept-value', 'property-returned-value', 'property-recovered-value'];
    const all = { 'property-recovered-value': 500_000n };
    expect(await five.region(both, { entry: kept })).toEqual({
      ...all,
      'property-kept-value': 500_000n,
      'property-returned-value': 0n,
    });
    expect(await five.region(both, { entry: returned })).toEqual({
      ...all,
      'property-kept-value': 0n,
      'property-returned-value': 500_000n,
    });
    await five.expectVerified();
  });

  it('a confiscation order is reduced on appeal, then again', async () => {
    const five = await FiveForces.agreed('2009-06-01T09:00:00.000Z');
    await five.record(1, house);
    const reached = async (command: number, stage: AssetStage, when: string) => {
      five.ledger.clock.set(when);
      return reach(five, command, stage);
    };
    const appeal = { ground: 'appeal', reference: { document: 'variation-order', dated: day('2009-09-01') } } as const;
    const entries = [
      await reached(2, at('ordered', '2009-06-01', 8_000_001n), '2009-06-02T09:00:00.000Z'),
      await reached(3, { ...at('varied', '2009-09-01', 6_000_000n), ...appeal }, '2009-09-02T09:00:00.000Z'),
      await reached(4, { ...at('varied', '2010-02-01', 10n), ...appeal }, '2010-02-02T09:00:00.000Z'),
    ];

    const ordered = async (asAt: { entry: number } | { moment: string }) =>
      (await five.region(['assets-ordered-value'], asAt))['assets-ordered-value'];
    const dates = ['2009-06-02', '2009-09-02', '2010-02-02'].map((date) => ({ moment: `${date}T12:00:00.000Z` }));
    expect(await Promise.all(entries.map((entry) => ordered({ entry })))).toEqual([8_000_001n, 6_000_000n, 10n]);
    expect(await Promise.all(dates.map(ordered))).toEqual([8_000_001n, 6_000_000n, 10n]);
    const [, , last = 0] = entries;
    expect(await five.region(['assets-restrained-value', 'confiscation-orders'], { entry: last })).toEqual({
      'assets-restrained-value': 9_000_001n,
      'confiscation-orders': 1n,
    });
    await five.expectVerified();
  });

  it('a payment arrives in instalments with interest', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    await five.record(1, house);
    await reach(five, 2, at('ordered', '2009-06-01', 1_000n));
    await reach(five, 3, at('collected', '2009-07-01', 400n));
    const inPart = await reach(five, 4, { ...at('collected', '2009-08-01', 500n), interestPence: 33n });
    const tooMuch = await reach(five, 5, { ...at('collected', '2010-01-01', 200n), interestPence: 4n });

    const stages = ['assets-ordered-value', 'assets-collected-value', 'assets-collected-interest'];
    const asked = [...stages, 'assets-collected-above-order'];
    expect(await five.region(asked, { entry: inPart })).toEqual({
      'assets-ordered-value': 1_000n,
      'assets-collected-value': 900n,
      'assets-collected-interest': 33n,
    });
    expect(await five.region(asked, { entry: tooMuch })).toEqual({
      ...{ 'assets-ordered-value': 1_000n, 'assets-collected-value': 1_100n, 'assets-collected-interest': 37n },
      'assets-collected-above-order': 1n,
    });
    expect(await five.region(stages, { entry: tooMuch }, { from: '2009-08-01', to: '2009-09-01' })).toEqual({
      'assets-collected-value': 500n,
      'assets-collected-interest': 33n,
    });
    await five.expectVerified();
  });

  it('cash in euros, later exchanged at another rate', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    const euros = { amount: 1_000_000n, currency: 'EUR', rateSource: id('bank-of-england') } as const;
    const then = { ...euros, rate: '0.8912', rateOn: day('2009-06-01') } as const;
    await five.record(1, asset({ ...onTheDay('2009-06-01'), amountPence: 891_200n, foreign: then }));
    const later = { ...euros, rate: '0.8641', rateOn: day('2009-12-01') } as const;
    const entry = await reach(five, 2, { ...at('exchanged', '2009-12-02', 864_100n), foreign: later });

    const asked = ['assets-seized-value', 'assets-exchange-difference', 'assets-retained-value'];
    expect(await five.region(asked, { entry })).toEqual({
      ...{ 'assets-seized-value': 891_200n, 'assets-exchange-difference': -27_100n },
      'assets-retained-value': 864_100n,
    });
    await five.expectVerified();
  });

  it('seized cash is applied to a confiscation order', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    await five.record(1, cash);
    await reach(five, 2, at('detained', '2009-04-02', 1_000_001n));
    const entry = await reach(five, 3, at('applied-to-order', '2009-09-01', 1_000_001n));
    expect(
      await five.region(['assets-retained-value', 'assets-applied-to-order-value', 'assets-forfeited-value'], {
        entry,
      }),
    ).toEqual({
      'assets-retained-value': 0n,
      'assets-applied-to-order-value': 1_000_001n,
    });
    const forfeited = await five.recorder.stage(4, outcomeOf(1), at('forfeited', '2009-10-01', 1n));
    expect(refusalOf(forfeited)).toMatchObject({ code: 'stage-out-of-order', allowed: [] });
    expect(await five.head()).toBe(entry);
    await five.expectVerified();
  });

  it('of seized cash a part is detained, and the rest released afterwards', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    const { entry: seized } = await five.record(1, cash);
    const detained = await reach(five, 2, at('detained', '2009-04-03', 600_000n));
    const tooMuch = await five.recorder.stage(3, outcomeOf(1), at('forfeited', '2009-09-01', 600_001n));
    expect(refusalOf(tooMuch)).toMatchObject({ code: 'amount-out-of-range', most: 600_000n });
    const forfeited = await reach(five, 4, at('forfeited', '2009-09-01', 600_000n));
    const again = await five.recorder.stage(5, outcomeOf(1), at('detained', '2009-10-01', 400_001n));
    const allowed = ['released', 'returned', 'compensated'];
    expect(refusalOf(again)).toMatchObject({ code: 'stage-out-of-order', allowed });
    const released = await reach(five, 6, at('released', '2009-04-03', 400_000n));
    const returned = await reach(five, 7, at('returned', '2009-11-01', 1n));

    const stages = ['seized', 'detained', 'forfeited', 'released', 'returned', 'retained'];
    const measures = stages.map((stage) => `assets-${stage}-value`);
    const worth = async (entry: number) => {
      const sums = await five.region(measures, { entry });
      return measures.map((measure) => sums[measure]);
    };
    const [whole, part, rest, none] = [1_000_001n, 600_000n, 400_000n, undefined];
    expect(await Promise.all([seized, detained, forfeited, released, returned].map(worth))).toEqual([
      [whole, none, none, none, none, whole],
      [whole, part, none, none, none, whole],
      [whole, part, part, none, none, whole],
      [whole, part, part, rest, none, 600_001n],
      [whole, part, part, rest, 1n, part],
    ]);
    await five.expectVerified();
  });
});
