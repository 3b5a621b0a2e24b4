import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { parseUuid, type CommandId } from '../../domain/identifiers.js';
import { ApiReads } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { malformed, problem, Refused } from '../../web/problems.js';
import { refuseQuery } from '../../web/query-fields.js';
import { ReadReceipt } from './read-receipt.js';

@Controller(`${API}/receipts`)
export class ReadReceiptController {
  constructor(private readonly queries: QueryBus) {}

  @Get(':commandId')
  @ApiReads({
    summary:
      'What became of a command, by its Idempotency-Key: "recorded", which is for good, or "counted", which has its entry number',
    answer: {
      commandId: '0c2d2ea1-5d0c-4d64-9a3e-8a4f2b7d1c11',
      state: 'counted',
      entry: 1187,
      stream: 'outcome-5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      revision: 0,
      type: 'OutcomeRecorded',
      recordedAt: '2026-11-22T10:00:00.000Z',
    },
    refusals: [400, 404],
  })
  async read(@Param('commandId') given: string, @Query() query: unknown): Promise<object> {
    refuseQuery(query);
    const commandId = parseUuid<CommandId>(given.toLowerCase());
    if (commandId === undefined) throw malformed({ field: 'commandId', reason: 'has to be a UUID' });
    const found = await this.queries.execute(new ReadReceipt(commandId));
    if (found === undefined)
      throw new Refused(
        problem('unknown-command', `No command ${commandId} recorded anything. Send it, or send it again.`),
      );
    const { number, entry } = found;
    const { stream, revision, event, recordedAt } = entry;
    const state = number === undefined ? 'recorded' : 'counted';
    return { commandId, state, entry: number ?? null, stream, revision, type: event.type, recordedAt };
  }
}
