import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { ApiReads } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { countOf, Counts } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ReadEntries } from './read-entries.js';

class EntriesRequest {
  @IsOptional() @Counts(0) after: unknown;
  @IsOptional() @Counts(1) limit: unknown;
}

@Controller(`${API}/entries`)
export class ReadEntriesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary: 'The exact lines of the ledger, in entry order',
    mediaType: 'application/x-ndjson',
    query: {
      after: { description: 'start after this entry; from entry 0 without it', example: '0' },
      limit: { description: 'at most so many', example: '10' },
    },
    answer: '{"actor":"evaluator", … ,"type":"OutcomeRecorded"}\n',
    refusals: [400],
  })
  async read(@Query() query: Readonly<Record<string, unknown>>, @Res() reply: FastifyReply): Promise<void> {
    checkRequest(EntriesRequest, query);
    const lines = await this.queries.execute(new ReadEntries(countOf(query['after']) ?? -1, countOf(query['limit'])));
    // The first page is read before the answer starts, so that a store that is away is still answered with a problem.
    const first = await lines.next();
    await reply.type('application/x-ndjson').send(Readable.from(withFirst(first, lines)));
  }
}

async function* withFirst(first: IteratorResult<string>, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
