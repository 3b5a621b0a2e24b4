import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional, IsString } from 'class-validator';
import type { ProgrammesAnswer } from '../../../projections/programme-answer.js';
import { parseSlug, slug, type CollaborationId, type ProjectId, slugWords } from '../../domain/identifiers.js';
import { STATUSES } from '../../domain/programme/programme.js';
import { object, oneOf } from '../../domain/shape.js';
import { parseAsAt, type AsAt } from '../../ledger/as-at.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { answered, malformed } from '../../web/problems.js';
import { AS_AT_FORMS, ONCE } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { EXAMPLE_ANSWER } from './example-answer.js';
import { ReadProgrammes, ReadProject } from './read-programmes.js';

class ProgrammesRequest {
  @IsOptional() @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @Fits(slug('specialist-operations')) area: unknown;
  @IsOptional() @Fits(oneOf(...STATUSES)) status: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

class ProjectRequest {
  @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @IsString(ONCE) asAt: unknown;
}

const questionShape = object({}, { collaboration: slug<CollaborationId>(), area: slug(), status: oneOf(...STATUSES) });
const AS_AT = { description: AS_AT_FORMS, example: '2026-12-31' };

@Controller(`${API}/projects`)
export class ReadProgrammesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary: 'Projects with their scores, business cases and benefits: each target beside what the totals come to',
    query: {
      collaboration: { description: 'its id; all without one', example: EXAMPLE_COLLABORATION },
      area: { description: 'an area of work', example: 'specialist-operations' },
      status: { description: STATUSES.join(', '), example: 'proposed' },
      asAt: AS_AT,
    },
    answer: EXAMPLE_ANSWER,
    refusals: [400, 404],
  })
  async list(@Query() query: Readonly<Record<string, unknown>>): Promise<ProgrammesAnswer> {
    checkRequest(ProgrammesRequest, query);
    const { asAt, ...rest } = query;
    return answered(await this.queries.execute(new ReadProgrammes(fromWire(questionShape, rest), pointIn(asAt))));
  }

  @Get(':id')
  @ApiReads({
    summary: 'One project, in the form in which several are given',
    path: { id: 'shared-forensics' },
    query: {
      collaboration: { description: 'whose project it is', example: EXAMPLE_COLLABORATION, required: true },
      asAt: AS_AT,
    },
    answer: EXAMPLE_ANSWER,
    refusals: [400, 404],
  })
  async read(@Param('id') given: string, @Query() query: Readonly<Record<string, unknown>>): Promise<ProgrammesAnswer> {
    checkRequest(ProjectRequest, query);
    const collaboration = fromWire(slug<CollaborationId>(), query['collaboration'], 'collaboration');
    const id = parseSlug<ProjectId>(given);
    if (id === undefined) throw malformed({ field: 'id', reason: `has to be ${slugWords('shared-forensics')}` });
    return answered(await this.queries.execute(new ReadProject(collaboration, id, pointIn(query['asAt']))));
  }
}

function pointIn(given: unknown): AsAt | undefined {
  const asAt = typeof given === 'string' ? parseAsAt(given) : undefined;
  if (given !== undefined && asAt === undefined) throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
  return asAt;
}
