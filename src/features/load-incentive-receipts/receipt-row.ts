import { incentiveFacts, type IncentiveTold } from '../../domain/incentive/events.js';
import { parseSlug, type CollaborationId, type CommandId } from '../../domain/identifiers.js';
import { parsePounds } from '../../domain/money.js';
import { toJsonInteger } from '../../ledger/codec/json.js';
import { problemsIn } from '../../ledger/codec/problems-in.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { commandIdFor } from '../../ledger/commands.js';

/** The columns of a file of receipts. `reference` is the recorder's own, unique within the collaboration, and is not stored. */
export const RECEIPT_COLUMNS = [
  'reference',
  'collaboration',
  'route',
  'recipient',
  'force',
  'collected_from',
  'collected_to',
  'received_on',
  'amount_gbp',
  'reverses',
  'illustrative',
] as const;
export type ReceiptColumn = (typeof RECEIPT_COLUMNS)[number];
export type ReceiptCells = Readonly<Partial<Record<ReceiptColumn, string>>>;

/** A row that can be put to the ledger. */
export interface ReceiptRow {
  readonly commandId: CommandId;
  readonly receipt: IncentiveTold<'IncentiveReceiptRecorded'>;
}

export interface RowFault {
  readonly field: string;
  readonly reason: string;
}

const REFERENCE_LENGTH = 100;
const COLUMN_OF: Readonly<Record<string, string>> = {
  amountPence: 'amount_gbp',
  from: 'collected_from',
  receivedOn: 'received_on',
  to: 'collected_to',
};

/** The column from which a field of a receipt was read. */
export function columnOf(field: string): string {
  return COLUMN_OF[field] ?? field;
}

/** Reads the cells of one row; gives the receipt, or every fault that the row itself shows. */
export function readReceiptRow(cells: ReceiptCells): ReceiptRow | readonly RowFault[] {
  const faults: RowFault[] = [];
  const { reference = '', illustrative = '' } = cells;
  if (reference.trim() === '' || reference.length > REFERENCE_LENGTH)
    faults.push({ field: 'reference', reason: `has to be 1 to ${REFERENCE_LENGTH} characters` });
  const collaboration = parseSlug<CollaborationId>(cells.collaboration ?? '');
  const amount = parsePounds(cells.amount_gbp ?? '');
  if (!amount.ok) faults.push({ field: 'amount_gbp', reason: amount.reason });
  if (!['', 'yes', 'no'].includes(illustrative)) faults.push({ field: 'illustrative', reason: 'has to be yes or no' });
  const wire = {
    amountPence: amount.ok ? toJsonInteger(amount.value) : 0,
    collaboration: cells.collaboration,
    from: cells.collected_from,
    receivedOn: cells.received_on,
    recipient: cells.recipient,
    route: cells.route,
    to: cells.collected_to,
    ...(told(cells.force) && { force: cells.force }),
    ...(told(cells.reverses) && { reverses: numberIn(cells.reverses) }),
    ...(illustrative === 'yes' && { illustrative: true }),
  };
  const shape = incentiveFacts.IncentiveReceiptRecorded;
  const inShape = problemsIn(shape, wire).map(({ field, reason }) => ({ field: columnOf(field), reason }));
  if (faults.length + inShape.length > 0 || collaboration === undefined) return [...faults, ...inShape];
  const commandId = commandIdFor(collaboration, 'incentive-receipt', reference);
  return { commandId, receipt: { type: 'IncentiveReceiptRecorded', ...fromWire(shape, wire) } };
}

function told(cell: string | undefined): cell is string {
  return cell !== undefined && cell !== '';
}

/** What is no whole number stays as it is, for the shape to name. */
function numberIn(cell: string): number | string {
  return /^\d{1,9}$/.test(cell) ? parseInt(cell, 10) : cell;
}
