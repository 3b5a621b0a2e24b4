import { IsOptional, IsString } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import type { ClaimsQuestion } from '../../ledger/answer-claims.js';
import { MOST_PAIRS } from '../../ledger/answer-duplicates.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Fits } from '../../web/fits.js';
import { malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, countOf, Counts, ONCE, present } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';

class ClaimsRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(civilDate()) to: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

class DuplicatesRequest extends ClaimsRequest {
  @IsOptional() @Counts(1, MOST_PAIRS) limit: unknown;
}

type Query = Readonly<Record<string, unknown>>;
const questionShape = object({ collaboration: slug<CollaborationId>() }, { from: civilDate(), to: civilDate() });

/** Reads what is asked about claims (400 malformed-request). */
export function readClaimsQuery(given: Query): readonly [ClaimsQuestion, AsAt | undefined] {
  checkRequest(ClaimsRequest, given);
  return questionIn(given);
}

/** Reads what is asked about likely duplicates (400 malformed-request). */
export function readDuplicatesQuery(given: Query): readonly [ClaimsQuestion, AsAt | undefined, number | undefined] {
  checkRequest(DuplicatesRequest, given);
  const { limit, ...rest } = given;
  return [...questionIn(rest), countOf(limit)];
}

function questionIn(given: Query): readonly [ClaimsQuestion, AsAt | undefined] {
  const { asAt: point, ...rest } = given;
  const question = fromWire(questionShape, present(rest));
  checkScope(question);
  const at = typeof point === 'string' ? parseAsAt(point) : undefined;
  if (point !== undefined && at === undefined) throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
  return [question, at];
}
