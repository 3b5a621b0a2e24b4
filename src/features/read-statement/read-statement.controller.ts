import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import { readView, VIEW_NAMES } from '../../../projections/views.js';
import type { StatementAnswer } from '../../../projections/answers.js';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, ONCE, readFrom } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ReadStatement } from './read-statement.js';

class StatementRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(civilDate()) from: unknown;
  @Fits(civilDate()) to: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
  @IsOptional() @IsString(ONCE) view: unknown;
  @IsOptional() @IsString(ONCE) baseYear: unknown;
}

const questionShape = object({ collaboration: slug<CollaborationId>(), from: civilDate(), to: civilDate() });

@Controller(`${API}/statements`)
export class ReadStatementController {
  constructor(private readonly queries: QueryBus) {}

  @Get('benefits-realised')
  @ApiReads({
    summary: 'The Benefits Realised statement: what was published, what the entries prove, and who is credited',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      from: { description: 'first day of the period', example: '2009-01-01', required: true },
      to: { description: 'first day after it', example: '2011-01-01', required: true },
      asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
      view: {
        description: `a labelled view of the lines that are money, of ${VIEW_NAMES.join(', ')}, or both separated by a comma`,
        example: 'present-value',
      },
      baseYear: { description: 'the base year of the view, a financial year', example: '2000-01' },
    },
    answer: {
      collaboration: EXAMPLE_COLLABORATION,
      from: '2009-01-01',
      to: '2011-01-01',
      asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
      labels: ['illustrative'],
      lines: [
        {
          measure: 'arrests',
          benefit: 'Reduction of harm in communities',
          title: 'Arrests made/facilitated',
          measuredIn: 'count',
          published: { amount: 693, bound: 'exact', disputed: false, source: 'Benefits Realised table' },
          proved: 693,
          difference: 0,
          verdict: 'supported',
          because: 'equal',
          byForce: [{ force: 'humberside', amount: 693 }],
          byUnit: [{ unit: 'soct', amount: 693 }],
          byGrade: [
            { grade: 'claimed', amount: 600 },
            { grade: 'validated', amount: 93 },
          ],
          labels: ['illustrative'],
          rules: [{ measure: 'arrests', version: 1, from: null }],
        },
      ],
      rules: [{ measure: 'arrests', version: 1, from: null }],
    },
    refusals: [400, 404, 422],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<StatementAnswer> {
    checkRequest(StatementRequest, query);
    const { asAt: given, view: views, baseYear, ...rest } = query;
    const { collaboration, from, to } = fromWire(questionShape, rest);
    checkScope({ from, to });
    const asAt = typeof given === 'string' ? parseAsAt(given) : undefined;
    if (given !== undefined && asAt === undefined)
      throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
    const view = readFrom(readView(views, baseYear));
    const question = { collaboration, period: { from, to }, ...(view !== undefined && { view }) };
    return answered(await this.queries.execute(new ReadStatement(question, asAt)));
  }
}
