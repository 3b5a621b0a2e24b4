import { Controller, Get, Query } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { slug, type CollaborationId } from '../../domain/identifiers.js';
import { refusalReason, refusedField } from '../../domain/refusal-words.js';
import { object, oneOf } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { Ledger } from '../../ledger/ledger.js';
import { AWAITED, validationQueue, type WaitingOutcome } from '../../ledger/validation-queue.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API, viewOutcome } from '../../web/outcome-answer.js';
import { answered } from '../../web/problems.js';
import { countOf, Counts } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';

const LIMIT = { usual: 50, most: 500 };

class QueueRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @Fits(oneOf(...AWAITED)) waitsFor: unknown;
  @IsOptional() @Counts(1, LIMIT.most) limit: unknown;
  @IsOptional() @Counts(0) after: unknown;
}

const scopeShape = object({ collaboration: slug<CollaborationId>() }, { waitsFor: oneOf(...AWAITED) });

@Controller(`${API}/validation-queue`)
export class ReadValidationQueueController {
  constructor(private readonly ledger: Ledger) {}

  @Get()
  @ApiReads({
    summary:
      'Outcomes that wait to be validated, or audited, oldest first: held by no query or rejection, and linked as a duplicate to none. Each with what stands against it, and who may not',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION, required: true },
      waitsFor: { description: `${AWAITED.join(' or ')}; validated unless told`, example: 'validated' },
      limit: { description: `at most so many, ${LIMIT.usual} unless told, ${LIMIT.most} at most`, example: '50' },
      after: { description: 'only what was first recorded after this entry', example: '57' },
    },
    answer: {
      asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' },
      outcomes: [
        {
          outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
          ...{ status: 'recorded', revision: 0, kind: 'saving', grade: 'claimed', held: null },
          against: [
            {
              code: 'no-baseline',
              field: 'baseline',
              reason: 'the saving has no baseline, so it cannot be validated; correct it to say what it is less than',
            },
          ],
          notBy: [{ person: 'j-smith', did: 'recorded', revision: 0 }],
        },
      ],
      next: null,
    },
    refusals: [400, 404],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>): Promise<object> {
    checkRequest(QueueRequest, query);
    const { limit: givenLimit, after, ...rest } = query;
    const { collaboration, waitsFor = 'validated' } = fromWire(scopeShape, rest);
    const limit = countOf(givenLimit) ?? LIMIT.usual;
    const question = { collaboration, waitsFor, limit, after: countOf(after) };
    const { asAt, rows, next } = answered(await validationQueue(this.ledger, question));
    const address = `/${API}/validation-queue?collaboration=${collaboration}&waitsFor=${waitsFor}&limit=${limit}&after=`;
    return {
      asAt: { entry: asAt.entry, knownAt: asAt.knownAt ?? null },
      outcomes: rows.flatMap(viewWaiting),
      next: next === undefined ? null : `${address}${next}`,
    };
  }
}

/** An outcome as it stands, what stands against the finding that it waits for, and who may not make it. */
function viewWaiting({ id, entry, revision, outcome, against, notBy }: WaitingOutcome): readonly object[] {
  if (outcome.status === 'unrecorded') return [];
  const reasons = against.map((refusal) => ({
    code: refusal.code,
    field: refusedField(refusal),
    reason: refusalReason(refusal),
  }));
  return [{ ...viewOutcome(id, { entry, revision }, outcome), against: reasons, notBy }];
}
