import { Controller, Get, Query } from '@nestjs/common';
import { claimsFor, type ClaimsAnswer } from '../../ledger/answer-claims.js';
import { duplicatesFor, MOST_PAIRS } from '../../ledger/answer-duplicates.js';
import { Ledger } from '../../ledger/ledger.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { answered } from '../../web/problems.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';
import { readClaimsQuery, readDuplicatesQuery } from './claims-question.js';
import { viewDuplicates } from './view-duplicates.js';

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
    summary:
      'What each unit claims, and what the region has, each item once. Measures that may not be added up over units are named in notAdded',
    query,
    answer: {
      asAt,
      query: { collaboration: EXAMPLE_COLLABORATION },
      labels: [],
      notAdded: ['cases-open-at-month-end'],
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
          labels: [],
        },
      ],
    },
    refusals: [400, 404],
  })
  async claims(@Query() given: Readonly<Record<string, unknown>>): Promise<ClaimsAnswer> {
    return answered(await claimsFor(this.ledger, ...readClaimsQuery(given)));
  }

  @Get('likely-duplicates')
  @ApiReads({
    summary:
      'Outcomes that may have been told twice, each pair with the reason for the likeness; nothing is linked by it',
    query: { ...query, limit: { description: `at most so many pairs, never more than ${MOST_PAIRS}`, example: '100' } },
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
            counts: [{ measure: 'arrests-made', amount: 1 }],
            labels: [],
          },
          second: {
            outcomeId: '6a1c7b63-3f1f-5c68-9e5f-3c2f4f7d8b12',
            entry: 1187,
            unit: 'rrpt',
            occurredOn: '2010-03-05',
            counts: [{ measure: 'arrests-made', amount: 1 }],
            labels: [],
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
      leftOff: 0,
    },
    refusals: [400, 404],
  })
  async likelyDuplicates(@Query() given: Readonly<Record<string, unknown>>): Promise<object> {
    return viewDuplicates(answered(await duplicatesFor(this.ledger, ...readDuplicatesQuery(given))));
  }
}
