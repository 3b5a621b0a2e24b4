import { IsOptional } from 'class-validator';
import { ANSWER_REASONS, FINDING_REASONS, FINDINGS } from '../../domain/outcome/finding-events.js';
import { object, oneOf, variants, type Described } from '../../domain/shape.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { checkRequest } from '../../web/valid-request.js';

const because = object({ reason: oneOf(...FINDING_REASONS) });

/** What somebody found of an outcome. Who finds it right gives no reason; who does not, or answers a query, does. */
const findingShape = variants('finding', {
  validated: object({}),
  audited: object({}),
  queried: because,
  answered: object({ reason: oneOf(...ANSWER_REASONS) }),
  rejected: because,
});
export type FindingMade = Described<typeof findingShape>;

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
