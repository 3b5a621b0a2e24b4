import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { ApiRecords, EXAMPLE_DIFFERENCES } from '../../web/api-docs.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { revisionOf, senderOf } from '../../web/request-headers.js';
import { AgreeClaimWeights } from './agree-claim-weights.js';
import { readWeights, WEIGHTS_EXAMPLES, weightsSchema } from './weights-body.js';

@Controller(`${API}/outcomes`)
export class AgreeClaimWeightsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/claim-weights')
  @ApiRecords({
    summary: 'Agree by which weights the units that claim an outcome share it, in the place of equal parts',
    schema: weightsSchema,
    examples: WEIGHTS_EXAMPLES,
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1221,
      revision: 2,
      postings: EXAMPLE_DIFFERENCES,
    },
    ofOutcome: 'may',
    revision: 1,
    refusals: [400, 404, 409, 412, 422],
  })
  async agree(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const command = new AgreeClaimWeights(sender, { outcomeId, weights: readWeights(body) }, revisionOf(headers));
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
