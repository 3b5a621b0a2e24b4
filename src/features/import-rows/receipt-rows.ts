import { incentiveFacts, type IncentiveTold } from '../../domain/incentive/events.js';
import { parsePounds, type Parsed } from '../../domain/money.js';
import { toJsonInteger } from '../../ledger/codec/json.js';
import { recordIncentiveFact } from '../../ledger/incentives.js';
import { parseCount } from '../../web/cells.js';
import type { Cell, CollaborationRows, Read } from './row-kind.js';

const OWN = ['route', 'recipient', 'collected_from', 'collected_to', 'received_on', 'amount_gbp'] as const;
const OPTIONAL = ['force', 'reverses', 'illustrative'] as const;
type Column = 'collaboration' | (typeof OWN)[number] | (typeof OPTIONAL)[number];

/** Money that was given back of what was collected; an amount below zero was paid back, or takes the receipt back whose number is in `reverses`. */
export const receiptRows: CollaborationRows<Column, Omit<IncentiveTold<'IncentiveReceiptRecorded'>, 'type'>> = {
  of: 'collaboration',
  names: 'incentive-receipt',
  columns: ['reference', 'collaboration', ...OWN, ...OPTIONAL],
  optional: OPTIONAL,
  shape: incentiveFacts.IncentiveReceiptRecorded,
  wireOf,
  columnOf: { amountPence: 'amount_gbp', from: 'collected_from', receivedOn: 'received_on', to: 'collected_to' },
  record: (ledger, sender, { told }) =>
    recordIncentiveFact(ledger, sender, { type: 'IncentiveReceiptRecorded', ...told }),
};

function wireOf(cell: Cell<Column>, read: Read<Column>): object {
  const amount = read('amount_gbp', parsePounds(cell('amount_gbp')));
  const told = (column: Column): boolean => cell(column) !== '';
  const isIllustrative = read('illustrative', parseYes(cell('illustrative')));
  return {
    amountPence: amount === undefined ? undefined : toJsonInteger(amount),
    collaboration: cell('collaboration'),
    from: cell('collected_from'),
    receivedOn: cell('received_on'),
    recipient: cell('recipient'),
    route: cell('route'),
    to: cell('collected_to'),
    ...(told('force') && { force: cell('force') }),
    ...(told('reverses') && { reverses: read('reverses', parseCount(cell('reverses'))) }),
    ...(isIllustrative === true && { illustrative: true }),
  };
}

function parseYes(given: string): Parsed<boolean> {
  return ['', 'yes', 'no'].includes(given)
    ? { ok: true, value: given === 'yes' }
    : { ok: false, reason: 'has to be yes or no' };
}
