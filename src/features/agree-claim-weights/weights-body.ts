import { slug, type UnitId } from '../../domain/identifiers.js';
import type { AgreeClaimWeights } from '../../domain/outcome/agree-claim-weights.js';
import { amount, mapOf, object } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';

const weights = mapOf(slug<UnitId>(), amount(0n));
const weightsShape = object({ weights });

class WeightsRequest {
  @Fits(weights) weights: unknown;
}

export const weightsSchema = schemaOf(weightsShape);

export const WEIGHTS_EXAMPLES = { 'two thirds and one third': { weights: { rart: 2, rrpt: 1 } } };

/** Reads the body of an agreement on weights (400 malformed-request). */
export function readWeights(body: unknown): AgreeClaimWeights['weights'] {
  checkRequest(WeightsRequest, body);
  return fromWire(weightsShape, body).weights;
}
