import { belongsDuring } from '../collaboration/participation.js';
import { accept, refuse, type Decision } from '../decision.js';
import { byCodeUnit } from '../identifiers.js';
import { restingOn } from '../outcome/resting-on.js';
import type { OutcomeContext } from '../outcome/record-outcome.js';
import type { Refusal } from '../refusals.js';
import type { IncentiveReceiptRecorded, IncentiveTold } from './events.js';
import { schemesDuring, type Incentives, type SchemeVersion } from './incentives.js';

type Receipt = IncentiveTold<'IncentiveReceiptRecorded'>;

/** What a receipt that takes another back has in common with it. */
const SAME = ['route', 'recipient', 'force', 'from', 'to'] as const;

/**
 * Decides on a receipt of money that was given back of what was collected in a period. It enters no measure: it is a distribution and no benefit (brief rule 12).
 * Refuses, the first that applies: unknown-force; ends-before-it-starts; not-a-member of a force that belonged on no day of the period; date-in-future; dates-out-of-order when
 * it was received before the period was over; scheme-not-in-force on no day of the period; unknown-recipient of whomever no version of the period gives
 * anything to, with those that they do give to named; and of a receipt that takes another back, unknown-receipt, already-reversed, or contradicts-record where
 * it is not the other below zero. What takes another back is of what that is of, even where nobody could record that now. Entries of
 * before may be of any force, of days to come and for those who are given nothing (`asBefore`, see `OutcomeContext`).
 */
export function recordIncentiveReceipt(
  receipt: Receipt,
  incentives: Incentives,
  context: OutcomeContext,
): Decision<IncentiveReceiptRecorded> {
  const versions = schemesDuring(incentives, receipt.route, receipt);
  const isLenient = context.asBefore === true || receipt.reverses !== undefined;
  const refusal =
    refusePeriod(receipt, context, isLenient) ??
    refuseDay(receipt, context, isLenient) ??
    refuseUnder(receipt, versions, incentives, isLenient) ??
    refuseReversal(receipt, incentives);
  if (refusal !== undefined) return refuse(refusal);
  return accept({
    ...receipt,
    receiptNumber: incentives.receipts.length + 1,
    restsOn: restingOn(context),
    underVersions: versions.map(({ version }) => version),
  });
}

function refusePeriod(
  { force, from, to }: Receipt,
  { collaboration, forces }: OutcomeContext,
  isLenient: boolean,
): Refusal | undefined {
  if (force !== undefined && !forces.has(force)) return { code: 'unknown-force', field: 'force', force };
  if (to <= from) return { code: 'ends-before-it-starts', field: 'to', from, to };
  if (isLenient || force === undefined || belongsDuring(collaboration, force, { from, to })) return undefined;
  return { code: 'not-a-member', field: 'force', force, collaboration: collaboration.id, on: from, to };
}

function refuseDay(
  { from, to, receivedOn }: Receipt,
  { today }: OutcomeContext,
  isLenient: boolean,
): Refusal | undefined {
  if (receivedOn > today) return { code: 'date-in-future', field: 'receivedOn', date: receivedOn, today };
  const earliest = isLenient ? from : to;
  if (receivedOn >= earliest) return undefined;
  const what = `the period in which it was collected ${isLenient ? 'begins' : 'is over'}`;
  return { code: 'dates-out-of-order', field: 'receivedOn', date: receivedOn, earliest, what };
}

function refuseUnder(
  { route, recipient, from, to }: Receipt,
  versions: readonly SchemeVersion[],
  incentives: Incentives,
  isLenient: boolean,
): Refusal | undefined {
  if (versions.length === 0) {
    const first = incentives.versions.get(route)?.[0]?.from;
    return { code: 'scheme-not-in-force', field: 'route', route, to, ...(first !== undefined && { first }) };
  }
  const weighed = versions.flatMap(({ weights }) => Object.entries<bigint>(weights));
  const given = weighed.filter(([, weight]) => weight > 0n || isLenient).map(([each]) => each);
  const known = [...new Set(given)].sort(byCodeUnit);
  if (known.includes(recipient)) return undefined;
  return { code: 'unknown-recipient', field: 'recipient', recipient, from, to, known };
}

function refuseReversal(receipt: Receipt, { receipts }: Incentives): Refusal | undefined {
  const { reverses } = receipt;
  if (reverses === undefined) return undefined;
  const reversed = receipts[reverses - 1];
  if (reversed === undefined)
    return { code: 'unknown-receipt', field: 'reverses', number: reverses, receipts: receipts.length };
  const before = receipts.find((each) => each.reverses === reverses);
  if (before !== undefined)
    return { code: 'already-reversed', field: 'reverses', number: reverses, by: before.receiptNumber };
  if (reversed.reverses !== undefined) {
    const recorded = `receipt ${reverses} takes receipt ${reversed.reverses} back itself`;
    return { code: 'contradicts-record', field: 'reverses', recorded };
  }
  const field = SAME.find((name) => reversed[name] !== receipt[name]);
  if (field !== undefined) {
    const recorded = `receipt ${reverses} has ${reversed[field] ?? 'none'} there`;
    return { code: 'contradicts-record', field, recorded };
  }
  if (receipt.amountPence === -reversed.amountPence) return undefined;
  const recorded = `receipt ${reverses} is of ${reversed.amountPence}, so what takes it back is of ${-reversed.amountPence}`;
  return { code: 'contradicts-record', field: 'amountPence', recorded };
}
