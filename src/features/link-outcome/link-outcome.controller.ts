import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import type { OutcomeId } from '../../domain/identifiers.js';
import type { Receipt } from '../../ledger/execute.js';
import { ApiRecords, EXAMPLE_DIFFERENCES } from '../../web/api-docs.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { revisionOf, senderOf, type Sender } from '../../web/request-headers.js';
import { LINK_EXAMPLES, linkSchema, readLink, readUnlink, UNLINK_EXAMPLES, unlinkSchema } from './link-body.js';
import { LinkOutcome, UnlinkOutcome } from './link-outcome.js';

const answer = {
  outcomeId: '6a1c7b63-3f1f-5c68-9e5f-3c2f4f7d8b12',
  entry: 1233,
  revision: 1,
  postings: EXAMPLE_DIFFERENCES,
};

@Controller(`${API}/outcomes`)
export class LinkOutcomeController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/link')
  @ApiRecords({
    summary:
      'Link an outcome to the one that it is a duplicate of: while it is linked it counts for nothing, and is neither validated nor audited',
    schema: linkSchema,
    examples: LINK_EXAMPLES,
    answer,
    ofOutcome: 'may',
    refusals: [400, 404, 409, 412, 422],
  })
  async link(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const command = new LinkOutcome(sender, { outcomeId, ...readLink(body) }, revisionOf(headers));
    return answerWith(reply, sender, outcomeId, receiptOf(await this.commands.execute(command)));
  }

  @Post(':id/unlink')
  @ApiRecords({
    summary:
      'Undo a link: the outcome counts again for what it was told to be, as claimed, whatever grade it had before',
    schema: unlinkSchema,
    examples: UNLINK_EXAMPLES,
    answer: { ...answer, entry: 1240, revision: 2 },
    ofOutcome: 'may',
    revision: 1,
    refusals: [400, 404, 409, 412, 422],
  })
  async unlink(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const command = new UnlinkOutcome(sender, outcomeId, readUnlink(body), revisionOf(headers));
    return answerWith(reply, sender, outcomeId, receiptOf(await this.commands.execute(command)));
  }
}

function answerWith(reply: FastifyReply, sender: Sender, outcomeId: OutcomeId, receipt: Receipt): RecordedAnswer {
  reply.code(receipt.isRepeat ? 200 : 201);
  reply.header('location', addressOf(outcomeId));
  reply.header('etag', etagOf(receipt.revision));
  return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
}
