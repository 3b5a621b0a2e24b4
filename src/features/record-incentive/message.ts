import type { IncentiveEventType } from '../../domain/incentive/events.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { About } from '../../web/message-about.js';
import { receiptOf } from '../../web/problems.js';
import { INCENTIVE_EXAMPLES, incentiveAnswer, incentiveSchemas, readIncentive } from './incentive-body.js';
import { RecordIncentive, RecordIncentiveHandler } from './record-incentive.js';

const take =
  (type: IncentiveEventType) =>
  async (ledger: Ledger, { sender }: About, body: unknown): Promise<object> => {
    const fact = readIncentive(type, body);
    const receipt = receiptOf(await new RecordIncentiveHandler(ledger).execute(new RecordIncentive(sender, fact)));
    return incentiveAnswer(sender, fact, receipt);
  };

/** A version of how collections are given back that comes as a message. */
export const setIncentiveSchemeMessage = {
  type: 'tallystick.SetIncentiveScheme.v1',
  summary: 'Set how what is collected by a route is given back, from a day on',
  names: [],
  body: incentiveSchemas.IncentiveSchemeSet,
  examples: INCENTIVE_EXAMPLES.IncentiveSchemeSet,
  take: take('IncentiveSchemeSet'),
} as const;

/** A receipt of what was given back that comes as a message. */
export const recordIncentiveReceiptMessage = {
  type: 'tallystick.RecordIncentiveReceipt.v1',
  summary: 'Record money that was given back of what was collected in a period',
  names: [],
  body: incentiveSchemas.IncentiveReceiptRecorded,
  examples: INCENTIVE_EXAMPLES.IncentiveReceiptRecorded,
  take: take('IncentiveReceiptRecorded'),
} as const;
