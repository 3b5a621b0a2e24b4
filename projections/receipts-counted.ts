import type { Period } from '../src/domain/civil-date.js';
import type { IncentiveReceipt, Incentives } from '../src/domain/incentive/incentives.js';

/** Whether a receipt is of collections that all lie in a period; one that is of others too cannot be told apart, and does not count. */
export function isCounted(receipt: Period, { from, to }: Period): boolean {
  return receipt.from >= from && receipt.to <= to;
}

/** Whether any day of a receipt's collections lies in a period. */
export function overlaps(receipt: Period, { from, to }: Period): boolean {
  return receipt.from < to && receipt.to > from;
}

/** The receipts of which some part is of a period, and nobody can tell how much. One that was taken back is not among them: with what took it back it is nothing. */
export function receiptsAcross(period: Period, { receipts }: Incentives): readonly IncentiveReceipt[] {
  const takenBack = new Set(receipts.map(({ reverses }) => reverses));
  return receipts.filter(
    (receipt) =>
      overlaps(receipt, period) &&
      !isCounted(receipt, period) &&
      receipt.reverses === undefined &&
      !takenBack.has(receipt.receiptNumber),
  );
}
