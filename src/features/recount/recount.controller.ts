import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import type { RecountAnswer } from '../../../projections/recount.js';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId, type MeasureId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, ONCE } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { parseRules, ReadRecount, RULES_FORMS } from './read-recount.js';

class RecountRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(slug('arrests-made')) measure: unknown;
  @Fits(civilDate()) from: unknown;
  @Fits(civilDate()) to: unknown;
  @IsString(ONCE) rules: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

const questionShape = object({
  collaboration: slug<CollaborationId>(),
  measure: slug<MeasureId>(),
  from: civilDate(),
  to: civilDate(),
});
const COUNTING = { amount: 1250000, byForce: [{ force: 'west-yorkshire', amount: 1250000 }], labels: [] };

@Controller(`${API}/recounts`)
export class RecountController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary:
      'What a measure would come to under a version of its rule, or two, beside what is posted. A view: it changes nothing',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      measure: { description: 'its id', example: 'assets-seized-value', required: true },
      from: { description: 'first day on which it happened', example: '2009-01-01', required: true },
      to: { description: 'first day that is out again', example: '2011-01-01', required: true },
      rules: { description: RULES_FORMS, example: '1', required: true },
      asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
    },
    answer: {
      asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
      query: {
        ...{ collaboration: EXAMPLE_COLLABORATION, measure: 'assets-seized-value' },
        ...{ from: '2009-01-01', to: '2011-01-01', rules: [1] },
      },
      measuredIn: 'pence',
      posted: { ...COUNTING, rules: [{ measure: 'assets-seized-value', version: 1, from: null }] },
      recounts: [
        {
          ...{ measure: 'assets-seized-value', version: 1, from: null },
          rule: 'The value of each asset at the stage seized.',
          ...COUNTING,
          difference: 0,
        },
      ],
      difference: null,
      undecided: 0,
    },
    refusals: [400, 404, 422],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<RecountAnswer> {
    checkRequest(RecountRequest, query);
    const { rules: versions, asAt: point, ...rest } = query;
    const question = fromWire(questionShape, rest);
    checkScope({ from: question.from, to: question.to });
    const rules = typeof versions === 'string' ? parseRules(versions) : undefined;
    if (rules === undefined) throw malformed({ field: 'rules', reason: `has to be ${RULES_FORMS}` });
    const asAt = typeof point === 'string' ? parseAsAt(point) : undefined;
    if (point !== undefined && asAt === undefined)
      throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
    return answered(await this.queries.execute(new ReadRecount({ ...question, rules }, asAt)));
  }
}
