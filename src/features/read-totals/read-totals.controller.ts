import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import { readView, VIEW_NAMES } from '../../../projections/views.js';
import { parseDimensions, type TotalsAnswer, type TotalsQuestion } from '../../../projections/answers.js';
import { DIMENSIONS, type Dimension } from '../../../projections/totals.js';
import { civilDate } from '../../domain/civil-date.js';
import {
  grade,
  GRADES,
  slug,
  type CollaborationId,
  type ForceId,
  type MeasureId,
  type UnitId,
} from '../../domain/identifiers.js';
import { list, object } from '../../domain/shape.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, itemsOf, ONCE, present, readFrom } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ReadTotals } from './read-totals.js';

class TotalsRequest {
  @IsOptional() @IsString(ONCE) by: unknown;
  @IsOptional() @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @IsString(ONCE) measure: unknown;
  @IsOptional() @Fits(slug()) force: unknown;
  @IsOptional() @Fits(slug('rart')) unit: unknown;
  @IsOptional() @Fits(grade()) grade: unknown;
  @IsOptional() @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(civilDate()) to: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
  @IsOptional() @IsString(ONCE) view: unknown;
  @IsOptional() @IsString(ONCE) baseYear: unknown;
}

const questionShape = object(
  {},
  {
    collaboration: slug<CollaborationId>(),
    measure: list(slug<MeasureId>()),
    force: slug<ForceId>(),
    unit: slug<UnitId>(),
    grade: grade(),
    from: civilDate(),
    to: civilDate(),
  },
);

@Controller(`${API}/totals`)
export class ReadTotalsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary: 'Totals: sums of postings and of nothing else',
    query: {
      by: {
        description: `what to tell apart, of ${DIMENSIONS.join(', ')}; measure unless told`,
        example: 'force,measure',
      },
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION },
      measure: { description: 'measures, separated by commas', example: 'assets-seized-value' },
      force: { description: 'its id', example: 'humberside' },
      unit: { description: 'a unit of the collaboration', example: 'rart' },
      grade: { description: GRADES.join(', '), example: 'claimed' },
      from: { description: 'first day on which it happened', example: '2009-01-01' },
      to: { description: 'first day that is out again', example: '2011-01-01' },
      asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
      view: {
        description: `a labelled view of the money, of ${VIEW_NAMES.join(', ')}, or both separated by a comma; real terms need the deflators of "tallystick load-deflators"`,
        example: 'present-value',
      },
      baseYear: { description: 'the base year of the view, a financial year', example: '2000-01' },
    },
    answer: {
      asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
      query: { by: ['measure', 'force'], measure: ['assets-seized-value'], force: 'humberside' },
      labels: ['assumed'],
      rows: [
        {
          collaboration: EXAMPLE_COLLABORATION,
          measure: 'assets-seized-value',
          measuredIn: 'pence',
          force: 'humberside',
          amount: 217721,
          labels: ['assumed'],
        },
      ],
    },
    refusals: [400, 404, 422],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<TotalsAnswer> {
    checkRequest(TotalsRequest, query);
    const { by, asAt, measure, view, baseYear, ...rest } = query;
    const scope = fromWire(questionShape, { ...rest, ...present({ measure: itemsOf(measure) }) });
    checkScope(scope);
    const question: TotalsQuestion = { by: dimensionsOf(by), ...scope, ...readFrom(readView(view, baseYear)) };
    return answered(await this.queries.execute(new ReadTotals(question, asAtOf(asAt))));
  }
}

function dimensionsOf(given: unknown): readonly Dimension[] {
  const dimensions = typeof given === 'string' ? parseDimensions(given) : (['measure'] as const);
  if (dimensions !== undefined) return dimensions;
  throw malformed({ field: 'by', reason: `has to be any of ${DIMENSIONS.join(', ')}, separated by commas` });
}

function asAtOf(given: unknown): ReturnType<typeof parseAsAt> {
  if (typeof given !== 'string') return undefined;
  const asAt = parseAsAt(given);
  if (asAt === undefined) throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
  return asAt;
}
