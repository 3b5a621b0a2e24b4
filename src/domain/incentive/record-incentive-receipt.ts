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
 * Refuses, the first that applies: unknown-force; ends-before-it-starts; date-in-future; dates-out-of-order when it was received before the period
 * began; scheme-not-in-force on no day of the period; unknown-recipient, with those of the scheme named; and of a receipt that takes another
 * back, unknown-receipt, already-reversed, or contradicts-record where it is not the other below zero.
 */
export function recordIncentiveReceipt(
  receipt: Receipt,
  incentives: Incentives,
  context: OutcomeContext,
): Decision<IncentiveReceiptRecorded> {
  const versions = schemesDuring(incentives, receipt.route, receipt);
  const refusal =
    refuseDates(receipt, context) ?? refuseUnder(receipt, versions, incentives) ?? refuseReversal(receipt, incentives);
  if (refusal !== undefined) return refuse(refusal);
  return accept({
    ...receipt,
    receiptNumber: incentives.receipts.length + 1,
    restsOn: restingOn(context),
    underVersions: versions.map(({ version }) => version),
  });
}

function refuseDates({ force, from, to, receivedOn }: Receipt, { forces, today }: OutcomeContext): Refusal | undefined {
  if (force !== undefined && !forces.has(force)) return { code: 'unknown-force', field: 'force', force };
  if (to <= from) return { code: 'ends-before-it-starts', field: 'to', from, to };
  if (receivedOn > today) return { code: 'date-in-future', field: 'receivedOn', date: receivedOn, today };
  if (receivedOn >= from) return undefined;
  const what = 'the period in which it was collected begins';
  return { code: 'dates-out-of-order', field: 'receivedOn', date: receivedOn, earliest: from, what };
}

function refuseUnder(
  { route, recipient, from, to }: Receipt,
  versions: readonly SchemeVersion[],
  incentives: Incentives,
): Refusal | undefined {
  if (versions.length === 0) {
    const first = incentives.versions.get(route)?.[0]?.from;
    return { code: 'scheme-not-in-force', field: 'route', route, to, ...(first !== undefined && { first }) };
  }
  const known = [...new Set(versions.flatMap(({ weights }) => Object.keys(weights)))].sort(byCodeUnit);
  if (known.includes(recipient)) return undefined;
  return { code: 'unknown-recipient', field: 'recipient', recipient, from, known };
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
