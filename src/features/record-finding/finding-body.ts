import { Allow } from 'class-validator';
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
import { Fits, isRecord } from '../../web/fits.js';
import { checkRequest, type RequestClass } from '../../web/valid-request.js';

/** Who finds it right gives no reason. */
class RightRequest {
  @Fits(oneOf(...FINDINGS)) finding: unknown;
}

class DoubtRequest {
  @Fits(oneOf(...FINDINGS)) finding: unknown;
  @Fits(oneOf(...FINDING_REASONS)) reason: unknown;
}

class AnswerRequest {
  @Fits(oneOf(...FINDINGS)) finding: unknown;
  @Fits(oneOf(...ANSWER_REASONS)) reason: unknown;
}

/** Has only its finding found fault with; the rest depends on that. */
class UnknownRequest {
  @Fits(oneOf(...FINDINGS)) finding: unknown;
  @Allow() reason: unknown;
}

const REQUESTS: Readonly<Record<FindingMade['finding'], RequestClass>> = {
  validated: RightRequest,
  audited: RightRequest,
  queried: DoubtRequest,
  rejected: DoubtRequest,
  answered: AnswerRequest,
};

export const findingSchema = schemaOf(findingShape);

export const FINDING_EXAMPLES = {
  validated: { finding: 'validated' },
  queried: { finding: 'queried', reason: 'no-evidence' },
  rejected: { finding: 'rejected', reason: 'counted-elsewhere' },
};

/** Reads the body that records a finding (400 malformed-request). */
export function readFinding(body: unknown): FindingMade {
  const finding = isRecord(body) ? body['finding'] : undefined;
  const request = FINDINGS.find((each) => each === finding);
  checkRequest(request === undefined ? UnknownRequest : REQUESTS[request], body);
  return fromWire(findingShape, body);
}
