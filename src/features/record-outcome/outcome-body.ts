import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { outcomeShape } from '../../domain/outcome/events.js';
import { faultsInSubstances } from '../../domain/outcome/substances.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import {
  isReference,
  itemReferenceShape,
  NO_REFERENCE_REASON,
  type ItemReference,
} from '../../domain/outcome/item-reference.js';
import { isRecord } from '../../web/fits.js';
import { malformed } from '../../web/problems.js';
import { present } from '../../web/query-fields.js';
import { inSmallestUnits } from '../../web/quantities.js';
import { checkRequest } from '../../web/valid-request.js';
import { INSIDE_AN_OUTCOME, outcomeClass } from './outcome-requests.js';
import type { RecordOutcome } from './record-outcome.js';

type Told = Pick<RecordOutcome, 'collaboration' | 'outcome'> & { readonly item?: ItemReference };

const collaborationShape = slug<CollaborationId>();

/**
 * Reads the body of a request. What the ledger's own shape takes is taken; only the rest is held to a request class, which names every fault at
 * once, and read again with quantities in their smallest units.
 */
export function readOutcome(body: unknown): Told {
  if (!isRecord(body)) throw malformed({ field: '', reason: 'the body has to be an object' });
  try {
    return fromBody(body);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    checkRequest(outcomeClass(body['kind']), body, INSIDE_AN_OUTCOME);
    return fromBody({ ...body, ...present({ substances: inSmallestUnits(body['substances'], 'substances') }) });
  }
}

function fromBody({ collaboration, item, ...own }: Readonly<Record<string, unknown>>): Told {
  const told = {
    collaboration: fromWire(collaborationShape, collaboration, 'collaboration'),
    outcome: fromWire(outcomeShape, own),
  };
  const faults = faultsInSubstances(told.outcome);
  if (faults.length > 0) throw malformed(...faults);
  return item === undefined ? told : { ...told, item: readItem(item) };
}

function readItem(item: unknown): ItemReference {
  const read = fromWire(itemReferenceShape, item, 'item');
  if (!isReference(read.reference)) throw new Unreadable('item.reference', NO_REFERENCE_REASON);
  return read;
}
