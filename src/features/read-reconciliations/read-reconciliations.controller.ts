import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import type { ReconciliationsAnswer } from '../../../projections/reconciliation-answer.js';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, ONCE } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ReadReconciliations } from './read-reconciliations.js';

class ReconciliationsRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

const questionShape = object({ collaboration: slug<CollaborationId>() });

@Controller(`${API}/reconciliations`)
export class ReadReconciliationsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary:
      'Every published figure of a collaboration, held against the entries: supported, partly, unsupported or contradicted',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
    },
    answer: {
      collaboration: EXAMPLE_COLLABORATION,
      asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
      labels: ['illustrative'],
      figures: [
        {
          figureId: '2c7f3d1a-9a51-5f0e-8a55-3d9be61d4a02',
          entry: 57,
          measure: 'arrests',
          title: 'Arrests made and facilitated',
          measuredIn: 'count',
          from: '2023-06-01',
          to: '2023-07-01',
          unit: 'rocu',
          force: null,
          operation: 'mille',
          published: { amount: 127, bound: 'exact', disputed: false, source: 'regional unit, 2023' },
          within: null,
          contains: ['7d1f3d1a-9a51-5f0e-8a55-3d9be61d4a03'],
          proved: 46,
          difference: -81,
          byGrade: [{ grade: 'claimed', amount: 46 }],
          byForce: [{ force: 'west-yorkshire', amount: 46 }],
          verdict: 'partly',
          because: 'less',
          labels: ['illustrative'],
        },
      ],
    },
    refusals: [400, 404],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<ReconciliationsAnswer> {
    checkRequest(ReconciliationsRequest, query);
    const { asAt: given, ...rest } = query;
    const { collaboration } = fromWire(questionShape, rest);
    const asAt = typeof given === 'string' ? parseAsAt(given) : undefined;
    if (given !== undefined && asAt === undefined)
      throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
    return answered(await this.queries.execute(new ReadReconciliations(collaboration, asAt)));
  }
}
