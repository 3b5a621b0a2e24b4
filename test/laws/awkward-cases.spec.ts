/*
 * The awkward cases of the domain, each under its own words, in two files: what happens to outcomes and figures is here, what happens to
 * the agreement around them in awkward-agreements.spec.ts. Those about savings and costs are in awkward-savings.spec.ts, those about assets in
 * awkward-assets.spec.ts.
 */
import { describe, expect, it } from '@jest/globals';
import type { MeasureId } from '../../src/domain/identifiers.js';
import { claimsFor } from '../../src/ledger/answer-claims.js';
import { duplicatesFor } from '../../src/ledger/answer-duplicates.js';
import { decodeAll, decodeStored } from '../../src/ledger/stored-entry.js';
import { outcomeStream } from '../../src/ledger/streams.js';
import { CRIME, FIVE, FiveForces, ofTheUnit, receiptOf, refusalOf, ROADS } from '../support/five-forces.js';
import { day, id } from '../support/given-when-then.js';
import { exportOf } from '../support/ledgers.js';
import { outcomeOf } from '../support/recording.js';
import { arrest, asset, powder, recoveredCar, seizure } from '../support/yorkshire.js';

const YEAR = ['2009-04-01', '2010-04-01'] as const;
const TWO_YEARS = ['2009-01-01', '2011-01-01'] as const;
const period = { from: day(TWO_YEARS[0]), to: day(TWO_YEARS[1]) };
const published = { collaboration: FIVE, disputed: false, ...period } as const;
const onTheDay = (date: string) => ({ ...ofTheUnit, occurredOn: day(date) });

describe('an awkward case:', () => {
  it('a laboratory result nine months late', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    await five.record(1, seizure([powder('cocaine', 5_000n, 20_000n)], onTheDay('2010-01-15')));
    await five.record(2, seizure([powder('amphetamine', 9_000n)], onTheDay('2010-01-15')));
    const then = { entry: await five.head() };
    const before = await five.statement(...YEAR, then);

    five.ledger.clock.set('2010-10-15T09:00:00.000Z');
    const found = { substance: 'amphetamine', form: 'powder', quantity: 9_000, quantityIn: 'milligrams' };
    const changes = { substances: [{ ...found, amountPence: 7_500, valuationBasis: 'purity-adjusted' }] };
    const result = receiptOf(await five.recorder.correct(3, outcomeOf(2), 'laboratory-result', changes, 0));

    const onRecord = decodeAll(await five.ledger.store.readStream(outcomeStream(outcomeOf(2))));
    expect(onRecord.map(({ entry: { event } }) => 'outcome' in event && event.outcome.occurredOn)).toEqual(
      ['2010-01-15', '2010-01-15'].map(day),
    );
    expect(await five.statement(...YEAR, then)).toEqual(before);
    expect((await five.statement(...YEAR, { moment: '2010-04-06T22:59:59.999Z' })).lines).toEqual(before.lines);
    const proved = async (entry: number) =>
      (await five.line('drugs-seized-value-class-a-b', ...YEAR, { entry })).proved;
    expect(await proved(then.entry)).toBe(20_000n);
    expect(await proved(result.entry)).toBe(27_500n);
    const unvalued = (entry: number) => five.region(['drug-seizures', 'drug-seizures-unvalued'], { entry });
    expect(await unvalued(then.entry)).toEqual({ 'drug-seizures': 2n, 'drug-seizures-unvalued': 1n });
    expect(await unvalued(result.entry)).toMatchObject({ 'drug-seizures': 2n, 'drug-seizures-unvalued': 0n });

    const since = await five.ledger.store.readAll(then.entry, 10);
    expect(since.map(decodeStored)).toMatchObject([
      { event: { type: 'OutcomeCorrected', reason: 'laboratory-result' } },
    ]);
    await five.expectVerified();
  });

  it('an arrest made is relabelled as facilitated', async () => {
    const five = await FiveForces.agreed();
    await five.record(1, arrest(onTheDay('2009-06-01')));
    const { entry: made } = await five.record(2, arrest(onTheDay('2009-06-02')));
    const done = await five.recorder.correct(3, outcomeOf(2), 'relabelled', { role: 'facilitated' }, 0);
    const { entry: relabelled } = receiptOf(done);

    const apart = (entry: number) => five.region(['arrests-made', 'arrests-facilitated'], { entry });
    expect(await apart(made)).toEqual({ 'arrests-made': 2n });
    expect(await apart(relabelled)).toEqual({ 'arrests-made': 1n, 'arrests-facilitated': 1n });
    for (const entry of [made, relabelled]) {
      expect(await five.region(['arrests'], { entry })).toEqual({ arrests: 2n });
      expect((await five.line('arrests', ...YEAR, { entry })).proved).toBe(2n);
    }
    await five.expectVerified();
  });

  it('the same message delivered twice; the same id with other content', async () => {
    const five = await FiveForces.agreed();
    const told = arrest(onTheDay('2009-06-01'));
    const first = await five.record(1, told);
    expect(first.isRepeat).toBe(false);
    expect(await five.record(1, told)).toEqual({ ...first, isRepeat: true });

    const other = await five.recorder.record(1, FIVE, { ...told, role: 'facilitated' });
    expect(refusalOf(other)).toEqual({ code: 'idempotency-conflict', fields: ['role'] });
    expect(await five.head()).toBe(first.entry);
    expect(await five.region(['arrests'], { entry: first.entry })).toEqual({ arrests: 1n });
    await five.expectVerified();
  });

  it('a correction to an outcome that a colleague has just withdrawn', async () => {
    const five = await FiveForces.agreed();
    const { entry: recorded } = await five.record(1, asset({ ...onTheDay('2009-06-01'), amountPence: 90_000n }));
    const { entry: gone } = receiptOf(await five.recorder.withdraw(2, outcomeOf(1), 'recorded-in-error', 0));

    const late = await five.recorder.correct(3, outcomeOf(1), 'valuation-revised', { amountPence: 80_000 }, 0);
    expect(refusalOf(late)).toEqual({ code: 'withdrawn', outcome: outcomeOf(1) });
    expect(await five.head()).toBe(gone);
    expect((await five.line('assets-seized-value', ...YEAR, { entry: recorded })).proved).toBe(90_000n);
    expect((await five.line('assets-seized-value', ...YEAR, { entry: gone })).proved).toBe(0n);
    await five.expectVerified();
  });

  it('two units log the same arrest, by custody token', async () => {
    const five = await FiveForces.agreed();
    const custody = { scheme: 'custody-reference', reference: 'DA/0042/09' } as const;
    const told = arrest(onTheDay('2009-06-01'));
    const { entry: one } = receiptOf(await five.recorder.record(1, FIVE, told, custody));
    const written = { ...custody, reference: ' da/0042/09 ' };
    const { entry: two, event } = receiptOf(await five.recorder.record(2, FIVE, { ...told, unit: ROADS }, written));
    expect(event.type).toBe('OutcomeClaimed');
    for (const entry of [one, two]) {
      expect(await five.region(['arrests'], { entry })).toEqual({ arrests: 1n });
      expect((await five.line('arrests', ...YEAR, { entry })).proved).toBe(1n);
    }
    const again = await five.recorder.record(3, FIVE, { ...told, unit: ROADS }, custody);
    expect(refusalOf(again)).toMatchObject({ code: 'already-claimed', unit: ROADS });
    const claimed = async (entry: number) => {
      const answer = await claimsFor(five.ledger, { collaboration: FIVE }, { entry });
      return answer.ok && answer.value.rows;
    };
    const row = { measure: 'arrests-made', measuredIn: 'count', distinct: 1n, labels: [] };
    const of = (unit: string, credited: bigint) => ({ unit, claimed: 1n, credited });
    expect(await claimed(one)).toEqual([{ ...row, claimed: 1n, byUnit: [of(CRIME, 1n)] }]);
    expect(await claimed(two)).toEqual([{ ...row, claimed: 2n, byUnit: [of(ROADS, 1n), of(CRIME, 0n)] }]);
    expect(await exportOf(five.ledger.store)).not.toMatch(/0042/);
    await five.expectVerified();
  });

  it('two units log it without a token, noticed a month later', async () => {
    const five = await FiveForces.agreed();
    const told = arrest(onTheDay('2009-06-01'));
    const { entry: one } = await five.record(1, told);
    const { entry: two } = await five.record(2, { ...told, unit: ROADS });
    const alike = async () => {
      const answer = await duplicatesFor(five.ledger, { collaboration: FIVE }, undefined);
      return answer.ok && answer.value.pairs.map(({ first, second, because }) => [first.id, second.id, because.length]);
    };
    expect(await alike()).toEqual([[outcomeOf(1), outcomeOf(2), 5]]);
    const { entry: linked } = receiptOf(await five.recorder.link(3, outcomeOf(2), outcomeOf(1)));
    expect(await alike()).toEqual([]);
    const shown = await claimsFor(five.ledger, { collaboration: FIVE }, undefined);
    expect(shown.ok && shown.value.rows).toMatchObject([{ claimed: 2n, distinct: 1n }]);
    const refused = await five.recorder.withdraw(4, outcomeOf(1), 'recorded-in-error');
    expect(refusalOf(refused)).toMatchObject({ code: 'has-duplicates', duplicates: [outcomeOf(2)] });
    const { entry: undone } = receiptOf(await five.recorder.unlink(5, outcomeOf(2)));
    const { entry: gone } = receiptOf(await five.recorder.withdraw(6, outcomeOf(1), 'recorded-in-error'));
    const region = async (entry: number) => (await five.region(['arrests'], { entry }))['arrests'];
    expect(await Promise.all([one, two, linked, linked + 1, undone, undone + 1, gone].map(region))).toEqual([
      1n,
      2n,
      1n,
      1n,
      2n,
      2n,
      1n,
    ]);
    await five.expectVerified();
  });

  it('">£26 million"', async () => {
    const five = await FiveForces.agreed('2011-02-01T09:00:00.000Z');
    const seized = { ...onTheDay('2010-05-01'), amountPence: 1_500_000n };
    const { entry: before } = await five.record(1, asset(seized));
    const figure = { ...published, measure: id<MeasureId>('assets-seized-value'), source: 'team briefing' } as const;
    const said = { ...figure, amount: 2_600_000_000n, bound: 'at-least' } as const;
    const { entry: after } = receiptOf(await five.recorder.publish(2, said));

    const unsaid = await five.line(figure.measure, ...TWO_YEARS, { entry: before });
    expect(unsaid).toMatchObject({ published: null, proved: 1_500_000n, difference: null });
    const beside = { amount: 2_600_000_000n, bound: 'at-least', disputed: false, source: 'team briefing' };
    const line = await five.line(figure.measure, ...TWO_YEARS, { entry: after });
    expect(line).toEqual({
      ...unsaid,
      published: beside,
      difference: 1_500_000n - 2_600_000_000n,
      verdict: 'partly',
      because: 'less',
    });
    expect(await five.region([figure.measure], { entry: after })).toEqual({ [figure.measure]: 1_500_000n });
    await five.expectVerified();
  });

  it('a published figure and the outcomes behind it', async () => {
    const five = await FiveForces.agreed('2011-02-01T09:00:00.000Z');
    const figure = { ...published, measure: id<MeasureId>('property-recovered-value'), source: 'the table' } as const;
    const said = { ...figure, amount: 214_416_800n, bound: 'exact' } as const;
    const { entry: unsupported } = receiptOf(await five.recorder.publish(1, said));
    const car = onTheDay('2009-01-01');
    const { entry: half } = await five.record(2, recoveredCar({ ...car, amountPence: 114_416_799n }));
    const rest = { ...onTheDay('2010-12-31'), itemType: 'property', amountPence: 100_000_001n } as const;
    const { entry: whole } = await five.record(3, recoveredCar(rest));

    const reconciled = async (entry: number) => {
      const line = await five.line(figure.measure, ...TWO_YEARS, { entry });
      return [line.published?.amount, line.proved, line.difference, line.verdict];
    };
    expect(await reconciled(unsupported)).toEqual([214_416_800n, 0n, -214_416_800n, 'unsupported']);
    expect(await reconciled(half)).toEqual([214_416_800n, 114_416_799n, -100_000_001n, 'partly']);
    expect(await reconciled(whole)).toEqual([214_416_800n, 214_416_800n, 0n, 'supported']);
    await five.expectVerified();
  });

  it('a drug that changed class inside the period', async () => {
    const five = await FiveForces.agreed();
    await five.record(1, seizure([powder('cannabis', 1_000n, 300n)], onTheDay('2009-01-25')));
    const { entry } = await five.record(2, seizure([powder('cannabis', 1_000n, 500n)], onTheDay('2009-01-26')));

    const during = { from: '2008-04-01', to: '2009-04-01' };
    const classes = ['drug-seizures-class-b', 'drug-seizures-class-c'];
    const values = ['drugs-seized-value-class-b', 'drugs-seized-value-class-c'];
    expect(await five.region(classes, { entry }, during)).toEqual({ [`${classes[0]}`]: 1n, [`${classes[1]}`]: 1n });
    expect(await five.region(values, { entry }, during)).toEqual({ [`${values[0]}`]: 500n, [`${values[1]}`]: 300n });
    expect(await five.region(['drug-seizures'], { entry }, during)).toEqual({ 'drug-seizures': 2n });
    const line = await five.line('drugs-seized-value-class-a-b', during.from, during.to, { entry });
    expect(line.proved).toBe(500n);
    await five.expectVerified();
  });

  it('a valuation is reduced, then again', async () => {
    const five = await FiveForces.agreed('2010-04-06T09:00:00.000Z');
    const first = await five.record(1, asset({ ...onTheDay('2009-06-01'), amountPence: 1_250_001n }));
    const reduce = async (command: number, to: number, revision: number, when: string) => {
      five.ledger.clock.set(when);
      const changes = { amountPence: to };
      return receiptOf(await five.recorder.correct(command, outcomeOf(1), 'court-order', changes, revision));
    };
    const second = await reduce(2, 900_000, 0, '2010-09-01T09:00:00.000Z');
    const third = await reduce(3, 0, 1, '2011-03-01T09:00:00.000Z');

    const proved = async (asAt: { entry: number } | { moment: string }) =>
      (await five.line('assets-seized-value', ...YEAR, asAt)).proved;
    const entries = [first, second, third].map(({ entry }) => ({ entry }));
    const dates = ['2010-04-06', '2010-09-01', '2011-03-01'].map((date) => ({ moment: `${date}T12:00:00.000Z` }));
    expect(await Promise.all(entries.map(proved))).toEqual([1_250_001n, 900_000n, 0n]);
    expect(await Promise.all(dates.map(proved))).toEqual([1_250_001n, 900_000n, 0n]);
    await five.expectVerified();
  });
});
