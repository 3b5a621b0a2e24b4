import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { RecordedEntry } from '../../ledger/stored-entry.js';
import { ApiReads, EXAMPLE_COLLABORATION, EXAMPLE_POSTINGS } from '../../web/api-docs.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { API, etagOf, viewOutcome, viewPosting } from '../../web/outcome-answer.js';
import { refusedBecause } from '../../web/problems.js';
import { refuseQuery } from '../../web/query-fields.js';
import { ReadOutcome, type OutcomeOnRecord } from './read-outcome.js';

@Controller(`${API}/outcomes`)
export class ReadOutcomeController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':id')
  @ApiReads({
    summary: 'An outcome as it stands. Its ETag is the revision that a correction has to name',
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      status: 'recorded',
      entry: 1187,
      revision: 0,
      labels: ['assumed'],
      grade: 'claimed',
      held: null,
      kind: 'asset',
      collaboration: EXAMPLE_COLLABORATION,
      amountPence: 1250000,
      postings: EXAMPLE_POSTINGS,
    },
    refusals: [404],
  })
  async read(
    @Param('id') id: string,
    @Query() query: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    refuseQuery(query);
    const outcomeId = outcomeIdFrom(id);
    const found = await this.find(outcomeId);
    reply.header('etag', etagOf(found.revision));
    return viewOutcome(outcomeId, found, found.outcome);
  }

  @Get(':id/history')
  @ApiReads({
    summary: 'Everything that happened to an outcome, entry by entry',
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entries: [
        {
          entry: 1187,
          revision: 0,
          type: 'OutcomeRecorded',
          recordedAt: '2026-11-22T10:00:00.000Z',
          actor: 'evaluator',
          reason: null,
          labels: ['assumed'],
          postings: EXAMPLE_POSTINGS,
        },
      ],
    },
    refusals: [404],
  })
  async history(@Param('id') id: string, @Query() query: unknown): Promise<object> {
    refuseQuery(query);
    const outcomeId = outcomeIdFrom(id);
    const { entries } = await this.find(outcomeId);
    return { outcomeId, entries: entries.map(viewEntry) };
  }

  private async find(outcomeId: OutcomeId): Promise<OutcomeOnRecord> {
    const found = await this.queries.execute(new ReadOutcome(outcomeId));
    if (found === undefined) throw refusedBecause({ code: 'unknown-outcome', outcome: outcomeId });
    return found;
  }
}

function viewEntry({ number, entry: { revision, event, recordedAt, actor } }: RecordedEntry): object {
  const posted = postingsIn(event);
  return {
    entry: number ?? null,
    revision,
    type: event.type,
    recordedAt,
    actor,
    reason: 'reason' in event ? event.reason : null,
    labels: posted?.labels ?? [],
    postings: posted?.postings.map(viewPosting) ?? [],
  };
}
