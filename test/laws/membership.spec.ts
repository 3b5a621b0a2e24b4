import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CommandId, ForceId, FunctionId, KeyId, PersonId, UnitId } from '../../src/domain/identifiers.js';
import { carryOut, changes, type AgreementChange } from '../../src/ledger/agreement-changes.js';
import {
  CRIME,
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
  STRANGER,
} from '../support/five-forces.js';
import { runs } from '../support/runs.js';
import { day, id, uuidEnding } from '../support/given-when-then.js';
import { asset } from '../support/yorkshire.js';

const VALUE = 'assets-seized-value';
const SPECIAL = id<FunctionId>('special-operations');
const TEAM = id<UnitId>('special-operations');
const KEY = id<KeyId>('population');

/** Tells a ledger something of its agreement, as the routes do. Commands of agreements are numbered from 1,000. */
function agreeing(five: FiveForces) {
  let command = 1_000;
  return async (change: AgreementChange) => {
    command += 1;
    const sender = { id: uuidEnding<CommandId>(command), actor: id<PersonId>('programme-team') };
    const done = await carryOut(five.ledger, sender, change);
    five.ledger.agreements.refresh();
    return done;
  };
}

/** Two of five forces share special operations, through a unit of that function (as in 002:47). */
async function withSpecialOperations() {
  const five = await FiveForces.agreed('2012-01-05T09:00:00.000Z');
  const agree = agreeing(five);
  const from = day('2009-04-01');
  for (const force of [DERBYSHIRE, LINCOLNSHIRE])
    receiptOf(await agree(changes.joinFunction({ collaboration: FIVE, force, function: SPECIAL, from })));
  const unit = { collaboration: FIVE, unit: TEAM, name: 'Special Operations', from, function: SPECIAL };
  receiptOf(await agree(changes.openUnit(unit)));
  const worth = (occurredOn: string, more: Parameters<typeof asset>[0] = {}) =>
    asset({ ...ofTheUnit, unit: TEAM, occurredOn: day(occurredOn), amountPence: 1_000n, ...more });
  return { five, agree, worth };
}

describe('membership by function:', () => {
  it('only two of five share special operations, and a share by key is theirs alone', async () => {
    const { five, worth } = await withSpecialOperations();
    const { entry } = await five.record(1, worth('2009-06-01'));
    expect(await five.forces(VALUE, { entry })).toEqual({ derbyshire: 250n, lincolnshire: 750n });
    const { entry: both } = await five.record(2, worth('2009-06-01', { unit: CRIME }));
    expect(await five.forces(VALUE, { entry: both })).toEqual({
      ...{ derbyshire: 350n, leicestershire: 200n, lincolnshire: 1_050n },
      ...{ northamptonshire: 200n, nottinghamshire: 200n },
    });
    await five.expectVerified();
  });

  it('a force that is no member comes into one function: it shares in that from its day, and in nothing else', async () => {
    const { five, agree, worth } = await withSpecialOperations();
    const joining = { collaboration: FIVE, force: STRANGER, function: SPECIAL, from: day('2010-04-01') };
    receiptOf(await agree(changes.joinFunction(joining)));
    const weights = { [DERBYSHIRE]: 1n, [LEICESTERSHIRE]: 2n, [LINCOLNSHIRE]: 3n, [STRANGER]: 4n };
    const basis = id('population');
    const key = { collaboration: FIVE, key: KEY, basis, assumed: false, from: day('2010-04-01'), weights };
    receiptOf(await agree(changes.setKeyVersion(key)));
    await five.record(1, worth('2010-03-31'));
    const { entry } = await five.record(2, worth('2010-04-01'));
    const during = { from: '2010-04-01', to: '2011-04-01' };
    const shared = { derbyshire: 125n, lincolnshire: 375n, 'west-yorkshire': 500n };
    expect(await five.forces(VALUE, { entry }, during)).toEqual(shared);
    const direct = { attribution: { basis: 'direct', force: STRANGER } } as const;
    expect(
      refusalOf(await five.recorder.record(3, FIVE, worth('2010-04-01', { ...direct, unit: CRIME }))),
    ).toMatchObject({
      ...{ code: 'not-a-member', field: 'attribution.force', force: STRANGER },
    });
    await five.record(4, worth('2010-04-01', direct));
    await five.expectVerified();
  });

  it('a force ends one shared function and stays in the rest (as in 002:46)', async () => {
    const { five, agree, worth } = await withSpecialOperations();
    const { entry: before } = await five.record(1, worth('2010-09-30'));
    const leaving = { collaboration: FIVE, force: LINCOLNSHIRE, function: SPECIAL, to: day('2010-10-01') };
    receiptOf(await agree(changes.leaveFunction(leaving)));
    const { entry } = await five.record(2, worth('2010-10-01'));
    expect(await five.forces(VALUE, { entry: before })).toEqual({ derbyshire: 250n, lincolnshire: 750n });
    expect(await five.forces(VALUE, { entry })).toEqual({ derbyshire: 1_250n, lincolnshire: 750n });
    const { entry: ofAll } = await five.record(3, worth('2010-10-01', { unit: CRIME }));
    const all = await five.forces(VALUE, { entry: ofAll });
    expect(all['lincolnshire']).toBe(1_050n);
    await five.expectVerified();
  });
});

describe('a unit over time:', () => {
  it('is called something else and comes under another lead force; its history stays under one id', async () => {
    const { five, agree, worth } = await withSpecialOperations();
    await five.record(1, worth('2010-01-01'));
    const year = ['2010-01-01', '2011-01-01'] as const;
    const { lines } = await five.statement(...year, { entry: await five.head() });
    const unit = { collaboration: FIVE, unit: TEAM };
    receiptOf(await agree(changes.renameUnit({ ...unit, name: 'Tactical Support', from: day('2010-07-01') })));
    const approved = { leadForce: LINCOLNSHIRE, from: day('2010-07-01'), approvedOn: day('2011-09-27') };
    receiptOf(await agree(changes.moveUnit({ ...unit, ...approved })));
    expect((await five.statement(...year, { entry: await five.head() })).lines).toEqual(lines);
    const { entry } = await five.record(2, worth('2010-08-01'));
    const line = await five.line(VALUE, ...year, { entry });
    expect(line.byUnit).toEqual([{ unit: TEAM, amount: 2_000n }]);
    await five.expectVerified();
  });

  it('is refused a name or lead force of an earlier day than the last, by name, and nothing is recorded', async () => {
    const { five, agree } = await withSpecialOperations();
    const unit = { collaboration: FIVE, unit: TEAM };
    receiptOf(await agree(changes.renameUnit({ ...unit, name: 'Tactical Support', from: day('2010-07-01') })));
    const head = await five.head();
    const again = changes.renameUnit({ ...unit, name: 'Armed Support', from: day('2010-01-01') });
    expect(refusalOf(await agree(again))).toMatchObject({ code: 'back-dated', field: 'from' });
    const closing = changes.closeUnit({ ...unit, to: day('2010-07-01') });
    expect(refusalOf(await agree(closing))).toMatchObject({ code: 'back-dated', field: 'to' });
    expect(await five.head()).toBe(head);
  });
});

const FORCES = [DERBYSHIRE, LEICESTERSHIRE, LINCOLNSHIRE, NORTHAMPTONSHIRE, NOTTINGHAMSHIRE];
const forces = fc.constantFrom(...FORCES, STRANGER);
const days = fc.constantFrom('2008-01-01', '2009-06-15', '2010-04-01', '2010-10-01', '2012-04-01').map(day);
const units = fc.constantFrom(CRIME, TEAM);
const weights = fc
  .dictionary(fc.constantFrom<string>(...FORCES), fc.bigInt(0n, 9n), { noNullPrototype: true })
  .map((given) => given as Record<ForceId, bigint>);
const of = { collaboration: FIVE };
const anyChange: fc.Arbitrary<AgreementChange> = fc.oneof(
  fc.record({ force: forces, from: days }).map((each) => changes.joinMember({ ...of, ...each })),
  fc.record({ force: forces, to: days }).map((each) => changes.leaveMember({ ...of, ...each })),
  fc.record({ force: forces, from: days }).map((each) => changes.joinFunction({ ...of, function: SPECIAL, ...each })),
  fc.record({ force: forces, to: days }).map((each) => changes.leaveFunction({ ...of, function: SPECIAL, ...each })),
  fc.record({ unit: units, from: days }).map((each) => changes.renameUnit({ ...of, name: 'Another', ...each })),
  fc.record({ unit: units, from: days, leadForce: forces }).map((each) => changes.moveUnit({ ...of, ...each })),
  fc.record({ unit: units, to: days }).map((each) => changes.closeUnit({ ...of, ...each })),
  fc
    .record({ from: days, weights })
    .map((each) => changes.setKeyVersion({ ...of, key: KEY, basis: id('population'), assumed: false, ...each })),
);

describe('whatever is agreed later,', () => {
  it('no total that was there moves, shares make the whole, and everything verifies', async () => {
    let taken = 0;
    let recorded = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(anyChange, units, days), { minLength: 1, maxLength: 8 }), async (steps) => {
        const { five, agree, worth } = await withSpecialOperations();
        await five.record(1, worth('2010-04-01'));
        let sum = 1_000n;
        for (const [i, [change, unit, occurredOn]] of steps.entries()) {
          const before = await five.forces(VALUE, { entry: await five.head() });
          if ((await agree(change)).ok) taken += 1;
          expect(await five.forces(VALUE, { entry: await five.head() })).toEqual(before);
          const done = await five.recorder.record(i + 2, FIVE, worth(occurredOn, { unit }));
          if (done.ok) recorded += 1;
          sum += done.ok ? 1_000n : 0n;
          const after = await five.forces(VALUE, { entry: await five.head() });
          expect(Object.values(after).reduce((all, share) => all + share)).toBe(sum);
        }
        await five.expectVerified();
      }),
      { numRuns: runs(60) },
    );
    // The law is about something: many of these changes are taken, and outcomes after them.
    expect(taken).toBeGreaterThan(runs(60));
    expect(recorded).toBeGreaterThan(runs(60));
  });
});
