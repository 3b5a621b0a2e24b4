import { uuid, type OutcomeId } from '../../domain/identifiers.js';
import { LINK_REASONS } from '../../domain/outcome/events.js';
import type { LinkOutcome } from '../../domain/outcome/link-outcome.js';
import { object, oneOf } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';

const reasonShape = oneOf(...LINK_REASONS);
const linkShape = object({ primary: uuid<OutcomeId>(), reason: reasonShape });
const unlinkShape = object({ reason: reasonShape });

class LinkRequest {
  @Fits(uuid()) primary: unknown;
  @Fits(reasonShape) reason: unknown;
}

class UnlinkRequest {
  @Fits(reasonShape) reason: unknown;
}

export const linkSchema = schemaOf(linkShape);
export const unlinkSchema = schemaOf(unlinkShape);

export const LINK_EXAMPLES = {
  'the same arrest, told twice': { primary: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01', reason: 'recorded-twice' },
};
export const UNLINK_EXAMPLES = { 'two arrests after all': { reason: 'linked-in-error' } };

/** Reads the body of a link (400 malformed-request). */
export function readLink(body: unknown): Pick<LinkOutcome, 'primary' | 'reason'> {
  checkRequest(LinkRequest, body);
  return fromWire(linkShape, body);
}

/** Reads the body of the undoing of a link (400 malformed-request). */
export function readUnlink(body: unknown): LinkOutcome['reason'] {
  checkRequest(UnlinkRequest, body);
  return fromWire(unlinkShape, body).reason;
}
