import type { IncentivesAnswer, RecipientAnswer, RouteAnswer } from '../../../projections/incentive-answer.js';
import { formatPounds } from '../../domain/money.js';

/** Why a receipt does not count in a period of which it is listed. */
export const NOT_COUNTED = 'not counted: not wholly within this period';

/** What a recipient is due and was given, in words for a page and a terminal alike: what nobody recorded, and what nobody can tell, is not £0.00. */
export function recipientWords(
  { route }: Pick<RouteAnswer, 'route'>,
  { recipient, due, received, difference }: RecipientAnswer,
  { receipts }: Pick<IncentivesAnswer, 'receipts'>,
): Readonly<Record<'due' | 'received' | 'difference', string>> {
  const isListed = receipts.some((receipt) => receipt.route === route && receipt.recipient === recipient);
  const nothing = isListed ? 'none counted' : 'not recorded';
  const unknown = due === null || received === null ? '–' : 'not known';
  return {
    due: due === null ? 'nothing shared' : formatPounds(due),
    received: received === null ? nothing : formatPounds(received),
    difference: difference === null ? unknown : formatPounds(difference),
  };
}
