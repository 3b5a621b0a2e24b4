import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { outcomeIdFor, recordedOutcomeId } from '../../ledger/commands.js';
import { ApiRecords, EXAMPLE_POSTINGS } from '../../web/api-docs.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { outcomeSchema } from '../../web/outcome-schemas.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import { OUTCOME_EXAMPLES } from './examples.js';
import { readOutcome } from './outcome-body.js';
import { RecordOutcome } from './record-outcome.js';

@Controller(`${API}/outcomes`)
export class RecordOutcomeController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiRecords({
    summary: 'Record an outcome',
    schema: outcomeSchema,
    examples: OUTCOME_EXAMPLES,
    answer: { outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01', entry: 1187, revision: 0, postings: EXAMPLE_POSTINGS },
    refusals: [400, 404, 409, 422],
  })
  async record(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const { collaboration, outcome, item } = readOutcome(body);
    const command = new RecordOutcome(sender, outcomeIdFor(sender.id), collaboration, outcome, item);
    const receipt = receiptOf(await this.commands.execute(command));
    const outcomeId = recordedOutcomeId(sender.id, receipt.event);
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
