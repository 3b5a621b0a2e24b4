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
import { WithdrawOutcome } from './withdraw-outcome.js';
import { readWithdrawal, WITHDRAWAL_EXAMPLES, withdrawalSchema } from './withdrawal-body.js';

@Controller(`${API}/outcomes`)
export class WithdrawOutcomeController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/withdrawal')
  @ApiRecords({
    summary: 'Withdraw an outcome, which is final; or, with claim, the claim that one unit has on it',
    schema: withdrawalSchema,
    examples: WITHDRAWAL_EXAMPLES,
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1210,
      revision: 2,
      postings: EXAMPLE_DIFFERENCES,
    },
    ofOutcome: 'may',
    refusals: [400, 404, 409, 412, 422],
  })
  async withdraw(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const { reason, claim } = readWithdrawal(body);
    const command = new WithdrawOutcome(sender, outcomeId, reason, revisionOf(headers), claim);
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
