import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional, IsString } from 'class-validator';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { claimsFor, type ClaimsAnswer, type ClaimsQuestion } from '../../ledger/answer-claims.js';
import { duplicatesFor } from '../../ledger/answer-duplicates.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Ledger } from '../../ledger/ledger.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, ONCE, present } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { viewDuplicates } from './view-duplicates.js';

class ClaimsRequest {
  @Fits(slug()) collaboration: unknown;
  @IsOptional() @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(civilDate()) to: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

const questionShape = object({ collaboration: slug<CollaborationId>() }, { from: civilDate(), to: civilDate() });

const query = {
  collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
  from: { description: 'first day on which it happened', example: '2009-01-01' },
  to: { description: 'first day that is out again', example: '2011-01-01' },
  asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
};
const asAt = { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' };

@Controller(API)
export class ReadClaimsController {
  constructor(private readonly ledger: Ledger) {}

  @Get('claims')
  @ApiReads({
    summary: 'What each unit claims, and what the region has, each item once',
    query,
    answer: {
      asAt,
      query: { collaboration: EXAMPLE_COLLABORATION },
      rows: [
        {
          measure: 'arrests-made',
          measuredIn: 'count',
          distinct: 1,
          claimed: 2,
          byUnit: [
            { unit: 'rart', claimed: 1, credited: 1 },
            { unit: 'rrpt', claimed: 1, credited: 0 },
          ],
        },
      ],
    },
    refusals: [400, 404],
  })
  async claims(@Query() given: Readonly<Record<string, unknown>>): Promise<ClaimsAnswer> {
    return answered(await claimsFor(this.ledger, ...asked(given)));
  }

  @Get('likely-duplicates')
  @ApiReads({
    summary:
      'Outcomes that may have been told twice, each pair with the reason for the likeness; nothing is linked by it',
    query,
    answer: {
      asAt,
      query: { collaboration: EXAMPLE_COLLABORATION },
      pairs: [
        {
          first: {
            outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
            entry: 1102,
            unit: 'rart',
            occurredOn: '2010-03-04',
          },
          second: {
            outcomeId: '6a1c7b63-3f1f-5c68-9e5f-3c2f4f7d8b12',
            entry: 1187,
            unit: 'rrpt',
            occurredOn: '2010-03-05',
          },
          because: [
            'same kind: arrest',
            'same lead force: west-yorkshire',
            'same operation: mille',
            '1 day apart',
            'same amounts',
          ],
        },
      ],
    },
    refusals: [400, 404],
  })
  async likelyDuplicates(@Query() given: Readonly<Record<string, unknown>>): Promise<object> {
    return viewDuplicates(answered(await duplicatesFor(this.ledger, ...asked(given))));
  }
}

function asked(given: Readonly<Record<string, unknown>>): readonly [ClaimsQuestion, AsAt | undefined] {
  checkRequest(ClaimsRequest, given);
  const { asAt: point, ...rest } = given;
  const question = fromWire(questionShape, present(rest));
  checkScope(question);
  const at = typeof point === 'string' ? parseAsAt(point) : undefined;
  if (point !== undefined && at === undefined) throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
  return [question, at];
}
