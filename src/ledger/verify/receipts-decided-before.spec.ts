import { describe, expect, it } from '@jest/globals';
import { verified } from '../../../test/support/exports.js';
import { DERBYSHIRE, FIVE, FiveForces, STRANGER } from '../../../test/support/five-forces.js';
import { day, id, uuidEnding } from '../../../test/support/given-when-then.js';
import { COURTS, POLICE, receipt, scheme } from '../../../test/support/incentives.js';
import { exportOf } from '../../../test/support/ledgers.js';
import type { CommandId, PersonId } from '../../domain/identifiers.js';
import { decideIncentive } from '../../domain/incentive/decide-incentive.js';
import type { IncentiveTold } from '../../domain/incentive/events.js';
import { incentiveContent } from '../commands.js';
import { toAppend } from '../execute.js';
import { incentivesAt, recordIncentiveFact } from '../incentives.js';
import { incentiveStream } from '../streams.js';

type Receipt = IncentiveTold<'IncentiveReceiptRecorded'>;
const by = (command: number) => ({ id: uuidEnding<CommandId>(command), actor: id<PersonId>('j-smith') });
const ofFive = (changes: Partial<Receipt>): Receipt =>
  receipt({ collaboration: FIVE, force: DERBYSHIRE, receivedOn: day('2010-07-01'), ...changes });

/** Writes into a ledger a receipt that was taken before it was held against members, days and weights, and is not today. */
async function writeAsBefore({ ledger }: FiveForces, told: Receipt, command: number): Promise<void> {
  const { incentives } = await incentivesAt(ledger, FIVE, Number.MAX_SAFE_INTEGER);
  const context = await ledger.agreements.contextFor(FIVE, ledger.now());
  if (context === undefined) throw new Error('There is no such collaboration.');
  expect(decideIncentive(told, incentives, context)).toMatchObject({ accepted: false });
  const before = decideIncentive(told, incentives, { ...context, asBefore: true });
  const [event] = before.accepted ? before.events : [];
  if (event === undefined) throw new Error('It was never taken.');
  const content = incentiveContent(told);
  const stream = incentiveStream(FIVE);
  await ledger.store.append(toAppend(ledger.now(), stream, incentives.revision, { ...by(command), content }, event));
}

const FAULTS: readonly Partial<Receipt>[] = [{ force: STRANGER }, { to: day('2101-04-01') }, { recipient: COURTS }];

describe('receipts that a fault let into a ledger', () => {
  it('of a force of another collaboration, of years to come, and for those who are given nothing, go on verifying, and can be taken back', async () => {
    const five = await FiveForces.agreed('2011-04-06T09:00:00.000Z');
    const weights = { [COURTS]: 0n, [POLICE]: 1n };
    await recordIncentiveFact(five.ledger, by(1), scheme({ collaboration: FIVE, weights }));
    for (const [i, fault] of FAULTS.entries()) await writeAsBefore(five, ofFive(fault), i + 2);
    await five.expectVerifiedAlone();
    for (const [i, fault] of FAULTS.entries()) {
      const taking = ofFive({ ...fault, amountPence: -18_750n, reverses: i + 1 });
      expect(await recordIncentiveFact(five.ledger, by(i + 7), taking)).toMatchObject({ ok: true });
    }
    await five.expectVerifiedAlone();
    const forged = (await exportOf(five.ledger.store)).replace('"underVersions":[1]', '"underVersions":[]');
    expect(await verified(forged)).toMatchObject({ verdict: 'differs' });
  });
});
