import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import { WHAT_IT_IS, type IncentivesAnswer } from '../../../projections/incentive-answer.js';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, checkScope, ONCE } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ReadIncentives } from './read-incentives.js';

class IncentivesRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @Fits(civilDate()) from: unknown;
  @Fits(civilDate()) to: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

const questionShape = object({ collaboration: slug<CollaborationId>(), from: civilDate(), to: civilDate() });

const QUARTER = { from: '2010-01-01', to: '2010-04-01' };
const OF_THE_HOME_OFFICE = {
  ...{ route: 'confiscation', recipient: 'home-office', force: null, receivedOn: '2010-06-15', underVersions: [1] },
  ...{ reverses: null, labels: [] },
};
const EXAMPLE_ANSWER = {
  asAt: { entry: 1191, knownAt: '2026-11-22T10:00:00.000Z' },
  query: { collaboration: EXAMPLE_COLLABORATION, ...QUARTER },
  is: WHAT_IT_IS,
  labels: ['assumed', 'illustrative'],
  routes: [
    {
      route: 'confiscation',
      collected: { principal: 9990000, interest: 10000 },
      notShared: { withoutVersion: 0, interest: 0 },
      versions: [
        {
          assumed: true,
          from: '2009-04-01',
          sharesInterest: true,
          source: 'Asset Recovery Incentivisation Scheme (assumed)',
          version: 1,
          weights: { 'home-office': 1, police: 1 },
        },
      ],
      recipients: [
        { recipient: 'home-office', due: 5000000, received: 100000, difference: null },
        { recipient: 'police', due: 5000000, received: 1875000, difference: -3125000 },
      ],
      restsOn: [{ outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01', entry: 1180 }],
      labels: ['assumed', 'illustrative'],
    },
  ],
  receipts: [
    {
      receiptNumber: 1,
      route: 'confiscation',
      recipient: 'police',
      force: 'west-yorkshire',
      ...QUARTER,
      receivedOn: '2010-06-15',
      amountPence: 1875000,
      underVersions: [1],
      reverses: null,
      counted: true,
      labels: ['illustrative'],
    },
    { ...OF_THE_HOME_OFFICE, receiptNumber: 2, ...QUARTER, amountPence: 100000, counted: true },
    {
      ...OF_THE_HOME_OFFICE,
      receiptNumber: 3,
      from: '2010-03-01',
      to: '2010-06-01',
      amountPence: 4000000,
      counted: false,
    },
  ],
};

@Controller(`${API}/incentive-receipts`)
export class ReadIncentivesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary:
      'What was collected in a period, who is due what of it, and what was received: a distribution, not a benefit. The difference is null while it is not known, as where a receipt is not wholly within the period',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      from: { description: 'first day of the period of collection', example: QUARTER.from, required: true },
      to: { description: 'first day after it', example: QUARTER.to, required: true },
      asAt: { description: AS_AT_FORMS, example: '2026-12-31' },
    },
    answer: EXAMPLE_ANSWER,
    refusals: [400, 404, 422],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<IncentivesAnswer> {
    checkRequest(IncentivesRequest, query);
    const { asAt: given, ...rest } = query;
    const question = fromWire(questionShape, rest);
    checkScope(question);
    const asAt = typeof given === 'string' ? parseAsAt(given) : undefined;
    if (given !== undefined && asAt === undefined)
      throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
    return answered(await this.queries.execute(new ReadIncentives(question, asAt)));
  }
}
