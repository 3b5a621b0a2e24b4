import { IsOptional } from 'class-validator';
import {
  ANSWER_REASONS,
  FINDING_REASONS,
  FINDINGS,
  findingShape,
  type FindingMade,
} from '../../domain/outcome/finding-events.js';
import { oneOf } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';

const anyReason = oneOf(...new Set([...FINDING_REASONS, ...ANSWER_REASONS]));

class FindingRequest {
  @Fits(oneOf(...FINDINGS)) finding: unknown;
  @IsOptional() @Fits(anyReason) reason: unknown;
}

export const findingSchema = schemaOf(findingShape);

export const FINDING_EXAMPLES = {
  validated: { finding: 'validated' },
  queried: { finding: 'queried', reason: 'no-evidence' },
  rejected: { finding: 'rejected', reason: 'counted-elsewhere' },
};

/** Reads the body that records a finding (400 malformed-request). */
export function readFinding(body: unknown): FindingMade {
  checkRequest(FindingRequest, body);
  return fromWire(findingShape, body);
}
