import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { object } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Ledger } from '../../ledger/ledger.js';
import { validationQueue } from '../../ledger/validation-queue.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API, viewOutcome } from '../../web/outcome-answer.js';
import { answered } from '../../web/problems.js';
import { countOf, Counts } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';

const LIMIT = { usual: 50, most: 500 };

class QueueRequest {
  @Fits(slug()) collaboration: unknown;
  @IsOptional() @Counts(1, LIMIT.most) limit: unknown;
  @IsOptional() @Counts(0) after: unknown;
}

const scopeShape = object({ collaboration: slug<CollaborationId>() });

@Controller(`${API}/validation-queue`)
export class ReadValidationQueueController {
  constructor(private readonly ledger: Ledger) {}

  @Get()
  @ApiReads({
    summary: 'Outcomes that wait to be validated, oldest first: claimed, and held by no query or rejection',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      limit: { description: `at most so many, ${LIMIT.usual} unless told, ${LIMIT.most} at most`, example: '50' },
      after: { description: 'only what was first recorded after this entry', example: '57' },
    },
    answer: { asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' }, outcomes: [], next: null },
    refusals: [400, 404],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<object> {
    checkRequest(QueueRequest, query);
    const { limit: givenLimit, after, ...rest } = query;
    const { collaboration } = fromWire(scopeShape, rest);
    const limit = countOf(givenLimit) ?? LIMIT.usual;
    const { asAt, rows, next } = answered(await validationQueue(this.ledger, collaboration, limit, countOf(after)));
    const address = `/${API}/validation-queue?collaboration=${collaboration}&limit=${limit}&after=`;
    return {
      asAt: { entry: asAt.entry, knownAt: asAt.knownAt ?? null },
      outcomes: rows.flatMap(({ id, entry, revision, outcome }) =>
        outcome.status === 'unrecorded' ? [] : [viewOutcome(id, { entry, revision }, outcome)],
      ),
      next: next === undefined ? null : `${address}${next}`,
    };
  }
}
