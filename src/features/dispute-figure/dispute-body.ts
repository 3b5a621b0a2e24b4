import { DISPUTE_END_REASONS, DISPUTE_REASONS } from '../../domain/published-figure/events.js';
import { object, oneOf } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';
import type { DisputeAsked } from './dispute-figure.js';

const disputeShape = object({ reason: oneOf(...DISPUTE_REASONS) });
const endShape = object({ reason: oneOf(...DISPUTE_END_REASONS) });

class DisputeRequest {
  @Fits(oneOf(...DISPUTE_REASONS)) reason: unknown;
}

class DisputeEndRequest {
  @Fits(oneOf(...DISPUTE_END_REASONS)) reason: unknown;
}

export const disputeSchema = schemaOf(disputeShape);
export const disputeEndSchema = schemaOf(endShape);
export const DISPUTE_EXAMPLES = { 'it says again what another one says': { reason: 'restates-another-figure' } };
export const DISPUTE_END_EXAMPLES = { 'who published it stands by it': { reason: 'source-confirmed' } };

/** Reads the body that says why a figure is disputed (400 malformed-request). */
export function readDispute(body: unknown): DisputeAsked {
  checkRequest(DisputeRequest, body);
  return { type: 'PublishedFigureDisputed', ...fromWire(disputeShape, body) };
}

/** Reads the body that says why it is no longer (400 malformed-request). */
export function readDisputeEnd(body: unknown): DisputeAsked {
  checkRequest(DisputeEndRequest, body);
  return { type: 'FigureDisputeEnded', ...fromWire(endShape, body) };
}
