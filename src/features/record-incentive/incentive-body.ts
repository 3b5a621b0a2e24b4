import { incentiveFacts, type IncentiveEventType, type IncentiveFact } from '../../domain/incentive/events.js';
import type { Shape } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import type { Receipt } from '../../ledger/execute.js';
import { EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { checkShape } from '../../web/request-of-shape.js';
import type { Sender } from '../../web/request-headers.js';

export const incentiveSchemas = {
  IncentiveSchemeSet: schemaOf(incentiveFacts.IncentiveSchemeSet),
  IncentiveReceiptRecorded: schemaOf(incentiveFacts.IncentiveReceiptRecorded),
};

const ofExample = { collaboration: EXAMPLE_COLLABORATION, route: 'confiscation' };

export const INCENTIVE_EXAMPLES = {
  IncentiveSchemeSet: {
    'how confiscated money is given back (weights assumed)': {
      ...ofExample,
      version: 1,
      from: '2009-04-01',
      weights: { 'home-office': 800, police: 300, 'crown-prosecution-service': 300, courts: 200 },
      sharesInterest: true,
      assumed: true,
      source: 'Asset Recovery Incentivisation Scheme: 50%, 18.75%, 18.75%, 12.5% (assumed)',
    },
  },
  IncentiveReceiptRecorded: {
    'what a force was given for a quarter': {
      ...ofExample,
      recipient: 'police',
      force: 'west-yorkshire',
      from: '2010-01-01',
      to: '2010-04-01',
      receivedOn: '2010-06-15',
      amountPence: 1875000,
      illustrative: true,
    },
  },
};

/** Reads the body that tells a fact about incentive receipts; every fault is named at once (400 malformed-request). */
export function readIncentive(type: IncentiveEventType, body: unknown): IncentiveFact {
  checkShape(incentiveFacts[type], body);
  return { type, ...fromWire(incentiveFacts[type] as Shape<object>, body) } as IncentiveFact;
}

/** Where the fact is in the ledger; `receiptNumber` is that by which a receipt is taken back, `revision` that of all the collaboration's schemes and receipts. */
export type IncentiveRecorded = EntryPlace & {
  readonly collaboration: string;
  readonly receiptNumber?: number;
  readonly revision: number;
};

/** What the sender of a fact is answered. */
export function incentiveAnswer(
  { id }: Sender,
  { collaboration }: IncentiveFact,
  { entry, event, revision }: Receipt,
): IncentiveRecorded {
  const number = event.type === 'IncentiveReceiptRecorded' ? { receiptNumber: event.receiptNumber } : {};
  return { collaboration, ...number, ...placeOf(id, entry), revision };
}
