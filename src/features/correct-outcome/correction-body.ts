import { IsObject, IsOptional } from 'class-validator';
import { slug, type UnitId } from '../../domain/identifiers.js';
import { CORRECTION_REASONS } from '../../domain/outcome/events.js';
import { oneOf } from '../../domain/shape.js';
import { schemaOf, type Schema } from '../../domain/shape-schema.js';
import { canonicalJson } from '../../ledger/codec/json.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits, isRecord } from '../../web/fits.js';
import { changesSchema } from '../../web/outcome-schemas.js';
import { malformed } from '../../web/problems.js';
import { inSmallestUnits } from '../../web/quantities.js';
import { checkRequest } from '../../web/valid-request.js';
import type { CorrectOutcome } from './correct-outcome.js';

const reasonShape = oneOf(...CORRECTION_REASONS);

const claimShape = slug<UnitId>();

class CorrectionRequest {
  @IsOptional() @Fits(claimShape) claim: unknown;
  @Fits(reasonShape) reason: unknown;
  @IsObject({ message: 'has to be an object of the fields that change' }) changes: unknown;
}

export const correctionSchema: Schema = {
  type: 'object',
  required: ['reason', 'changes'],
  additionalProperties: false,
  properties: { claim: schemaOf(claimShape), reason: schemaOf(reasonShape), changes: changesSchema },
};

export const CORRECTION_EXAMPLES = { revaluation: { reason: 'valuation-revised', changes: { amountPence: 1200000 } } };

/** Reads the body of a correction, with quantities in their smallest units (400 malformed-request). */
export function readCorrection(
  body: unknown,
): Pick<CorrectOutcome, 'reason' | 'changes'> & { readonly claim?: UnitId } {
  checkRequest(CorrectionRequest, body);
  const { reason, changes, claim } = isRecord(body) ? body : {};
  if (!isRecord(changes) || Object.keys(changes).length === 0) {
    throw malformed({ field: 'changes', reason: 'has to name at least one field' });
  }
  const { substances } = changes;
  const told =
    substances === undefined ? changes : { ...changes, substances: inSmallestUnits(substances, 'changes.substances') };
  for (const [name, value] of Object.entries(told)) checkWritable(name, value);
  const whose = claim === undefined ? {} : { claim: fromWire(claimShape, claim, 'claim') };
  return { reason: fromWire(reasonShape, reason, 'reason'), changes: told, ...whose };
}

/** What a command says is hashed in canonical form, which knows whole numbers only. */
function checkWritable(name: string, value: unknown): void {
  try {
    canonicalJson(value);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw malformed({ field: `changes.${name}`, reason: 'has to be made of text and of whole numbers within 2^53' });
  }
}
