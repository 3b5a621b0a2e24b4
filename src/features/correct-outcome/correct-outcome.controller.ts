import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { ApiRecords, EXAMPLE_DIFFERENCES } from '../../web/api-docs.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { requiredRevisionOf, senderOf } from '../../web/request-headers.js';
import { CORRECTION_EXAMPLES, correctionSchema, readCorrection } from './correction-body.js';
import { CorrectOutcome } from './correct-outcome.js';

@Controller(`${API}/outcomes`)
export class CorrectOutcomeController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/corrections')
  @ApiRecords({
    summary:
      'Correct an outcome. The postings of the answer are the differences; null takes an optional field away. What kind of thing an item is stays as long as other units claim it',
    schema: correctionSchema,
    examples: CORRECTION_EXAMPLES,
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1204,
      revision: 1,
      postings: EXAMPLE_DIFFERENCES,
    },
    ofOutcome: 'must',
    refusals: [400, 404, 409, 412, 422, 428],
  })
  async correct(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const { reason, changes, claim } = readCorrection(body);
    const revision = requiredRevisionOf(headers);
    const command = new CorrectOutcome(sender, outcomeId, reason, changes, revision, claim);
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
