import { describe, expect, it } from '@jest/globals';
import type { MeasureId } from '../../src/domain/identifiers.js';
import {
  byKey,
  CRIME,
  DERBYSHIRE,
  FIVE,
  FiveForces,
  LEICESTERSHIRE,
  LINCOLNSHIRE,
  NORTHAMPTONSHIRE,
  NOTTINGHAMSHIRE,
  ofTheUnit,
  OUTSIDE,
  refusalOf,
  ROADS,
  STRANGER,
} from '../support/five-forces.js';
import { day, id } from '../support/given-when-then.js';
import { arrest, asset, countedItem, powder, seizure } from '../support/yorkshire.js';

const VALUE = 'assets-seized-value';

describe('an awkward case about the agreement:', () => {
  it('a joint operation of five forces and a non-member', async () => {
    const five = await FiveForces.agreed();
    const weights = {
      [DERBYSHIRE]: 1n,
      [LEICESTERSHIRE]: 1n,
      [LINCOLNSHIRE]: 1n,
      [NORTHAMPTONSHIRE]: 1n,
      [NOTTINGHAMSHIRE]: 1n,
      [OUTSIDE]: 2n,
    };
    const joint = { ...ofTheUnit, occurredOn: day('2009-06-01'), attribution: { basis: 'agreed', weights } } as const;
    const drugs = seizure([powder('cocaine', 700n, 100_000n)], joint);
    const { entry } = await five.record(1, drugs);
    const byName = { ...weights, [STRANGER]: 1n };
    const stranger = { ...drugs, attribution: { basis: 'agreed', weights: byName } } as const;
    expect(refusalOf(await five.recorder.record(2, FIVE, stranger))).toMatchObject({
      code: 'not-a-member',
      force: STRANGER,
    });

    // 100,000 pence in sevenths: 14,285 each and 28,571 outside leave 4 over, which go to the largest remainders and then by name.
    const shares = await five.forces('drugs-seized-value-class-a', { entry });
    expect(shares).toEqual({
      derbyshire: 14_286n,
      leicestershire: 14_286n,
      lincolnshire: 14_286n,
      northamptonshire: 14_286n,
      nottinghamshire: 14_285n,
      outside: 28_571n,
    });
    expect(Object.values(shares).reduce((sum, share) => sum + share)).toBe(100_000n);
    expect(await five.region(['drug-seizures', 'drug-seizures-class-a', 'drugs-seized-value'], { entry })).toEqual({
      'drug-seizures': 1n,
      'drug-seizures-class-a': 1n,
      'drugs-seized-value': 100_000n,
    });
    const counts = Object.values(await five.forces('drug-seizures', { entry }));
    expect(counts.reduce((sum, share) => sum + share)).toBe(1n);
    const line = await five.line('drugs-seized-value-class-a-b', '2009-04-01', '2010-04-01', { entry });
    expect(line).toMatchObject({ proved: 100_000n, byUnit: [{ unit: CRIME, amount: 100_000n }] });
    await five.expectVerified();
  });

  it('a force leaves mid-year', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    const worth = (date: string, attribution: Parameters<typeof asset>[0] = {}) =>
      asset({ ...ofTheUnit, occurredOn: day(date), amountPence: 1_000n, ...attribution });
    const { entry: before } = await five.record(1, worth('2010-09-30'));
    const shared = { derbyshire: 100n, leicestershire: 200n, northamptonshire: 200n, nottinghamshire: 200n };
    const withFive = { ...shared, lincolnshire: 300n };
    expect(await five.forces(VALUE, { entry: before })).toEqual(withFive);

    const to = '2010-10-01';
    await five.change({ left: { force: LINCOLNSHIRE, to } });
    // The key still has a weight for the force that left: nobody guesses who is to have it.
    const unkeyed = refusalOf(await five.recorder.record(2, FIVE, worth(to)));
    expect(unkeyed).toMatchObject({ code: 'not-a-member', field: 'attribution.key', force: LINCOLNSHIRE });
    const four = { [DERBYSHIRE]: 1, [LEICESTERSHIRE]: 1, [NORTHAMPTONSHIRE]: 1, [NOTTINGHAMSHIRE]: 1 };
    await five.change({ left: { force: LINCOLNSHIRE, to }, key: { from: to, weights: four } });
    await five.record(3, worth(to));
    const { entry: after } = await five.record(4, worth('2010-09-30'));
    const direct = worth(to, { attribution: { basis: 'direct', force: LINCOLNSHIRE } });
    expect(refusalOf(await five.recorder.record(5, FIVE, direct))).toMatchObject({ code: 'not-a-member' });

    const even = { derbyshire: 250n, leicestershire: 250n, northamptonshire: 250n, nottinghamshire: 250n };
    const during = { from: '2010-04-01', to };
    expect(await five.forces(VALUE, { entry: after }, { from: to, to: '2011-04-01' })).toEqual(even);
    expect(await five.forces(VALUE, { entry: before }, during)).toEqual(withFive);
    const logged = Object.entries(withFive).map(([force, share]) => [force, 2n * share]);
    expect(await five.forces(VALUE, { entry: after }, during)).toEqual(Object.fromEntries(logged));
    expect((await five.line(VALUE, '2010-04-01', '2011-04-01', { entry: after })).proved).toBe(3_000n);
    await five.expectVerified();
  });

  it('a unit is dissolved', async () => {
    const five = await FiveForces.agreed('2010-12-01T09:00:00.000Z');
    const ours = { ...ofTheUnit, unit: ROADS, attribution: byKey };
    const year = ['2010-04-01', '2011-04-01'] as const;
    await five.record(1, arrest({ ...ours, occurredOn: day('2010-05-01') }));
    const { entry: open } = await five.record(
      2,
      countedItem({ ...ours, occurredOn: day('2010-05-01'), measure: id<MeasureId>('firearms-seized'), amount: 4n }),
    );
    const before = await five.statement(...year, { entry: open });
    await five.change({ closed: { unit: ROADS, to: '2010-07-05' } });
    const closed = await five.head();

    const { lines } = await five.statement(...year, { entry: closed });
    expect(lines).toEqual(before.lines);
    const dated = arrest({ ...ours, occurredOn: day('2010-07-05') });
    expect(refusalOf(await five.recorder.record(3, FIVE, dated))).toMatchObject({
      ...{ code: 'unit-not-open', unit: ROADS, to: '2010-07-05', on: '2010-07-05' },
    });
    expect(await five.head()).toBe(closed);

    const { entry: late } = await five.record(4, arrest({ ...ours, occurredOn: day('2010-07-04') }));
    const arrests = async (entry: number) => (await five.line('arrests', ...year, { entry })).byUnit;
    expect(await arrests(closed)).toEqual([{ unit: ROADS, amount: 1n }]);
    expect(await arrests(late)).toEqual([{ unit: ROADS, amount: 2n }]);
    expect(await five.region(['firearms-seized'], { entry: late })).toEqual({ 'firearms-seized': 4n });
    await five.expectVerified();
  });
});
