import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import type { ComparisonAnswer } from '../../../projections/comparison.js';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId, type UnitId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, ONCE } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ReadComparison } from './read-comparison.js';

class ComparisonRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @Fits(slug('rart')) unit: unknown;
  @Fits(civilDate()) from: unknown;
  @Fits(civilDate()) to: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

const questionShape = object(
  { collaboration: slug<CollaborationId>(), from: civilDate(), to: civilDate() },
  { unit: slug<UnitId>() },
);

const EXAMPLE_OUTCOME = '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01';

@Controller(`${API}/comparisons`)
export class ReadComparisonController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary: 'What the regional response cost against what one force alone would have spent, by unit and line',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      unit: { description: 'a unit of the collaboration; every unit unless told', example: 'rart' },
      from: { description: 'first day of the period', example: '2009-04-01', required: true },
      to: { description: 'first day after it', example: '2010-04-01', required: true },
      asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
    },
    answer: {
      asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
      query: { collaboration: EXAMPLE_COLLABORATION, unit: 'rart', from: '2009-04-01', to: '2010-04-01' },
      labels: [],
      comparisons: [
        {
          unit: 'rart',
          measure: 'arrests',
          regional: {
            amount: 41250000,
            byForce: [{ force: 'west-yorkshire', amount: 41250000 }],
            byGrade: [{ grade: 'claimed', amount: 41250000 }],
            restsOn: [{ outcomeId: EXAMPLE_OUTCOME, entry: 1101 }],
          },
          local: null,
          difference: null,
          ratio: null,
          labels: [],
        },
        {
          unit: 'rart',
          measure: 'assets-seized-value',
          regional: {
            amount: 30000000,
            byForce: [{ force: 'west-yorkshire', amount: 30000000 }],
            byGrade: [{ grade: 'claimed', amount: 30000000 }],
            restsOn: [{ outcomeId: EXAMPLE_OUTCOME, entry: 1102 }],
          },
          local: {
            amount: 40000000,
            byForce: [{ force: 'west-yorkshire', amount: 40000000 }],
            byGrade: [{ grade: 'claimed', amount: 40000000 }],
            restsOn: [{ outcomeId: EXAMPLE_OUTCOME, entry: 1103 }],
          },
          difference: 10000000,
          ratio: { numerator: 30000000, denominator: 40000000, decimal: '0.7500' },
          labels: [],
        },
      ],
    },
    refusals: [400, 404, 422],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<ComparisonAnswer> {
    checkRequest(ComparisonRequest, query);
    const { asAt: given, ...rest } = query;
    const question = fromWire(questionShape, rest);
    checkScope(question);
    const asAt = typeof given === 'string' ? parseAsAt(given) : undefined;
    if (given !== undefined && asAt === undefined)
      throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
    return answered(await this.queries.execute(new ReadComparison(question, asAt)));
  }
}
