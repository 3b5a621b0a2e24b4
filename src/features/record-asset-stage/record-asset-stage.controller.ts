import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { ApiRecords, EXAMPLE_POSTINGS } from '../../web/api-docs.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { requiredRevisionOf, senderOf } from '../../web/request-headers.js';
import { RecordAssetStage } from './record-asset-stage.js';
import { readStage, STAGE_EXAMPLES, stageSchema } from './stage-body.js';

@Controller(`${API}/outcomes`)
export class RecordAssetStageController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/stages')
  @ApiRecords({
    summary: 'Record a stage that an asset reached, with its own date and value. The postings are what it changes',
    schema: stageSchema,
    examples: STAGE_EXAMPLES,
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1205,
      revision: 1,
      postings: EXAMPLE_POSTINGS.map((posting) => ({
        ...posting,
        measure: 'assets-detained-value',
        occurredOn: '2010-03-06',
      })),
    },
    ofOutcome: 'must',
    refusals: [400, 404, 409, 412, 422, 428],
  })
  async record(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const stage = readStage(body);
    const command = new RecordAssetStage(sender, outcomeId, stage, requiredRevisionOf(headers));
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
