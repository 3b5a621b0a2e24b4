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
import { CorrectAssetStage } from './correct-asset-stage.js';
import { readStageCorrection, STAGE_CORRECTION_EXAMPLES, stageCorrectionSchema } from './stage-correction-body.js';

@Controller(`${API}/outcomes`)
export class CorrectAssetStageController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/stage-corrections')
  @ApiRecords({
    summary: 'Put a stage of an asset right, by its number; null takes it away. The postings are the differences',
    schema: stageCorrectionSchema,
    examples: STAGE_CORRECTION_EXAMPLES,
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1206,
      revision: 2,
      postings: EXAMPLE_DIFFERENCES.map((posting) => ({
        ...posting,
        measure: 'assets-detained-value',
        occurredOn: '2010-03-06',
      })),
    },
    ofOutcome: 'must',
    revision: 1,
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
    const correction = readStageCorrection(body);
    const command = new CorrectAssetStage(sender, outcomeId, correction, requiredRevisionOf(headers));
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
