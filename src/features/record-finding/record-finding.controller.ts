import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { postingsIn } from '../../../projections/totals.js';
import { ApiRecords } from '../../web/api-docs.js';
import { outcomeIdFrom } from '../../web/outcome-address.js';
import { addressOf, API, etagOf, recordedAnswer, type RecordedAnswer } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { requiredRevisionOf, senderOf } from '../../web/request-headers.js';
import { FINDING_EXAMPLES, findingSchema, readFinding } from './finding-body.js';
import { RecordFinding } from './record-finding.js';

const MOVED = { measure: 'assets-seized-value', force: 'humberside', unit: 'rart', occurredOn: '2010-03-04' };

@Controller(`${API}/outcomes`)
export class RecordFindingController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/findings')
  @ApiRecords({
    summary:
      'Validate, audit, query or reject an outcome, or answer a query. Nobody validates what they recorded or corrected, or audits what they validated; what is linked as a duplicate is neither validated nor audited',
    schema: findingSchema,
    examples: FINDING_EXAMPLES,
    actingPerson: 'reviewer',
    answer: {
      outcomeId: '5f0b6a52-2f0e-5b57-8d4e-2b1f3f6c7a01',
      entry: 1215,
      revision: 1,
      postings: [
        { ...MOVED, grade: 'validated', amount: 217721 },
        { ...MOVED, grade: 'claimed', amount: -217721 },
      ],
    },
    ofOutcome: 'must',
    refusals: [400, 403, 404, 409, 412, 422, 428],
  })
  async find(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RecordedAnswer> {
    const sender = senderOf(headers);
    const outcomeId = outcomeIdFrom(id);
    const made = readFinding(body);
    const command = new RecordFinding(sender, outcomeId, made, requiredRevisionOf(headers));
    const receipt = receiptOf(await this.commands.execute(command));
    reply.code(receipt.isRepeat ? 200 : 201);
    reply.header('location', addressOf(outcomeId));
    reply.header('etag', etagOf(receipt.revision));
    return recordedAnswer(outcomeId, sender.id, receipt, postingsIn(receipt.event)?.postings ?? []);
  }
}
