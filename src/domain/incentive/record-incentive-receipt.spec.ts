import { describe, expect, it } from '@jest/globals';
import { COURTS, incentivesAfter, POLICE, receipt, scheme } from '../../../test/support/incentives.js';
import { day, id } from '../../../test/support/given-when-then.js';
import { CLEVELAND, contextAfter, HUMBERSIDE, restingOn, YORKSHIRE } from '../../../test/support/yorkshire.js';
import type { CollaborationEvent } from '../collaboration/events.js';
import { accept } from '../decision.js';
import type { IncentiveFact, IncentiveTold } from './events.js';
import { evolveIncentives } from './incentives.js';
import { recordIncentiveReceipt } from './record-incentive-receipt.js';

type Receipt = IncentiveTold<'IncentiveReceiptRecorded'>;
const record = (told: Receipt, ...before: readonly IncentiveFact[]) =>
  recordIncentiveReceipt(told, incentivesAfter(scheme(), ...before), contextAfter());
const reversal = receipt({ amountPence: -18_750n, receivedOn: day('2010-07-01'), reverses: 1 });
const later = scheme({ version: 2, from: day('2010-02-01'), weights: { [COURTS]: 1n } });

const joined = (from: string) =>
  ({
    type: 'MemberJoined',
    collaboration: YORKSHIRE,
    force: CLEVELAND,
    from: day(from),
    restsOn: { forceRegister: 5 },
  }) as const;
const left = (to: string) => ({ type: 'MemberLeft', collaboration: YORKSHIRE, force: CLEVELAND, to: day(to) }) as const;

describe('recording a receipt', () => {
  it.each<[string, Receipt, readonly IncentiveFact[], number, readonly number[]]>([
    ['of a force', receipt(), [], 1, [1]],
    ['of a body that is no force', { ...receipt(), recipient: COURTS }, [], 1, [1]],
    ['of nothing, which is not the same as none', receipt({ amountPence: 0n }), [], 1, [1]],
    ['of the same again', receipt(), [receipt()], 2, [1]],
    ['below zero, for money that was paid back', receipt({ amountPence: -1n }), [receipt()], 2, [1]],
    ['that takes one back', reversal, [receipt()], 2, [1]],
    ['of a period with two versions, by a recipient of the first only', receipt(), [later], 1, [1, 2]],
  ])('%s', (_, told, before, receiptNumber, underVersions) => {
    const recorded = { ...told, receiptNumber, restsOn: restingOn(), underVersions };
    expect(record(told, ...before)).toStrictEqual(accept(recorded));
  });

  it.each<[string, Partial<Receipt>, readonly IncentiveFact[], object]>([
    ['by a force that there is not', { force: id('gotham') }, [], { code: 'unknown-force', field: 'force' }],
    ['of a period that ends as it starts', { to: day('2010-01-01') }, [], { code: 'ends-before-it-starts' }],
    ['that is to come', { receivedOn: day('2012-04-02') }, [], { code: 'date-in-future', field: 'receivedOn' }],
    ['before anything was collected', { receivedOn: day('2009-12-31') }, [], { code: 'dates-out-of-order' }],
    [
      'before the period was over',
      { receivedOn: day('2010-03-31') },
      [],
      { code: 'dates-out-of-order', field: 'receivedOn', earliest: '2010-04-01' },
    ],
    ['of a period of years to come', { to: day('2101-04-01') }, [], { code: 'dates-out-of-order' }],
    [
      'of a force of another collaboration',
      { force: CLEVELAND },
      [],
      { code: 'not-a-member', field: 'force', force: CLEVELAND, on: '2010-01-01', to: '2010-04-01' },
    ],
    [
      'of a route without a scheme',
      { route: 'civil-recovery' },
      [],
      { code: 'scheme-not-in-force', field: 'route', route: 'civil-recovery', to: '2010-04-01' },
    ],
    [
      'of a period before the scheme',
      { from: day('2009-01-01'), to: day('2009-04-01') },
      [],
      { code: 'scheme-not-in-force', first: '2009-04-01' },
    ],
    ['by a body that the scheme does not name', { recipient: id('treasury') }, [], { code: 'unknown-recipient' }],
    [
      'by a body that an earlier version named',
      { from: day('2010-02-01') },
      [later],
      { code: 'unknown-recipient', from: '2010-02-01', to: '2010-04-01', known: ['courts'] },
    ],
    ['that takes back one that there is not', { reverses: 1 }, [], { code: 'unknown-receipt', receipts: 0 }],
    ['that takes one back twice', reversal, [receipt(), reversal], { code: 'already-reversed', number: 1, by: 2 }],
    [
      'that takes back what takes another back',
      { reverses: 2 },
      [receipt(), reversal],
      { code: 'contradicts-record', field: 'reverses' },
    ],
    [
      'that takes one of another force back',
      { ...reversal, force: HUMBERSIDE },
      [receipt()],
      { code: 'contradicts-record', field: 'force' },
    ],
    [
      'that takes one of nobody in particular back',
      reversal,
      [{ ...receipt(), recipient: COURTS }],
      { code: 'contradicts-record', field: 'recipient', recorded: 'receipt 1 has courts there' },
    ],
    [
      'that takes a part of one back',
      { ...reversal, amountPence: -1n },
      [receipt()],
      { code: 'contradicts-record', field: 'amountPence' },
    ],
  ])('is refused %s', (_, changes, before, refusal) => {
    expect(record({ ...receipt(), ...changes }, ...before)).toMatchObject({ accepted: false, refusal });
  });

  it('is taken on the day on which the period is over', () => {
    expect(record(receipt({ receivedOn: day('2010-04-01') }))).toMatchObject({ accepted: true });
  });

  it.each<[string, boolean, readonly CollaborationEvent[]]>([
    ['joined on the last day of the period', true, [joined('2010-03-31')]],
    ['joined when it was over', false, [joined('2010-04-01')]],
    ['left after the first day of the period', true, [joined('2009-01-01'), left('2010-01-02')]],
    ['left before the period', false, [joined('2009-01-01'), left('2010-01-01')]],
    [
      'took part in a function only',
      true,
      [{ ...joined('2010-03-01'), type: 'FunctionJoined', function: id('roads') }],
    ],
  ])('of a force that %s is taken: %s', (_, accepted, changes) => {
    const told = receipt({ force: CLEVELAND });
    expect(recordIncentiveReceipt(told, incentivesAfter(scheme()), contextAfter(...changes))).toMatchObject(
      accepted ? { accepted } : { accepted, refusal: { code: 'not-a-member', force: CLEVELAND } },
    );
  });

  it('is refused to a recipient of whom the scheme says that it is given nothing', () => {
    const incentives = incentivesAfter(scheme({ weights: { [COURTS]: 0n, [POLICE]: 1n } }));
    expect(recordIncentiveReceipt(receipt({ recipient: COURTS }), incentives, contextAfter())).toMatchObject({
      refusal: { code: 'unknown-recipient', recipient: COURTS, known: [POLICE] },
    });
  });

  it('names those whom the scheme gives to', () => {
    expect(record(receipt({ recipient: id('treasury') }))).toMatchObject({
      refusal: { known: [COURTS, 'crown-prosecution-service', 'home-office', POLICE] },
    });
  });
});

describe('a receipt that an older ledger holds', () => {
  const nothingGiven = scheme({ weights: { [COURTS]: 0n, [POLICE]: 1n } });
  it.each<[string, Partial<Receipt>]>([
    ['of a force of another collaboration', { force: CLEVELAND }],
    ['of a period of years to come', { to: day('2101-04-01') }],
    ['of somebody who is given nothing', { recipient: COURTS }],
  ])('%s, is decided as it was, and can be taken back', (_, changes) => {
    const told = receipt(changes);
    const incentives = incentivesAfter(nothingGiven);
    const decided = recordIncentiveReceipt(told, incentives, { ...contextAfter(), asBefore: true });
    expect(decided).toMatchObject({ accepted: true });
    const [event] = decided.accepted ? decided.events : [];
    if (event === undefined) throw new Error('Nothing was recorded.');
    const taking = { ...told, amountPence: -told.amountPence, reverses: 1 };
    expect(recordIncentiveReceipt(taking, evolveIncentives(incentives, event), contextAfter())).toMatchObject({
      accepted: true,
    });
  });

  it.each<[string, Partial<Receipt>, string]>([
    ['of a force that there is not', { force: id('gotham') }, 'unknown-force'],
    ['before anything was collected', { receivedOn: day('2009-12-31') }, 'dates-out-of-order'],
    ['of somebody of whom nothing is said', { recipient: id('treasury') }, 'unknown-recipient'],
  ])('was refused then as well %s', (_, changes, code) => {
    const decided = recordIncentiveReceipt(receipt(changes), incentivesAfter(nothingGiven), {
      ...contextAfter(),
      asBefore: true,
    });
    expect(decided).toMatchObject({ accepted: false, refusal: { code } });
  });
});
