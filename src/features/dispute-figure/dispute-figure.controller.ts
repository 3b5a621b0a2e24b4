import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { parseUuid, type FigureId } from '../../domain/identifiers.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API, placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { malformed, receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import {
  DISPUTE_END_EXAMPLES,
  DISPUTE_EXAMPLES,
  disputeEndSchema,
  disputeSchema,
  readDispute,
  readDisputeEnd,
} from './dispute-body.js';
import { DisputeFigure, type DisputeAsked } from './dispute-figure.js';

type FigureAnswer = EntryPlace & { readonly figureId: FigureId; readonly revision: number };

const ANSWER = { figureId: '2c7f3d1a-9a51-5f0e-8a55-3d9be61d4a02', entry: 1216, revision: 1 };
const REFUSALS = [400, 409, 422] as const;

@Controller(`${API}/published-figures`)
export class DisputeFigureController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/dispute')
  @ApiRecords({
    summary: 'Say that a published figure is disputed from now on. It stays on record and is shown as such',
    schema: disputeSchema,
    examples: DISPUTE_EXAMPLES,
    actingPerson: 'reviewer',
    answer: ANSWER,
    refusals: REFUSALS,
  })
  dispute(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FigureAnswer> {
    return this.say(id, headers, readDispute(body), reply);
  }

  @Post(':id/dispute-end')
  @ApiRecords({
    summary: 'Say that a published figure is disputed no longer',
    schema: disputeEndSchema,
    examples: DISPUTE_END_EXAMPLES,
    actingPerson: 'reviewer',
    answer: { ...ANSWER, entry: 1230, revision: 2 },
    refusals: REFUSALS,
  })
  end(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FigureAnswer> {
    return this.say(id, headers, readDisputeEnd(body), reply);
  }

  private async say(
    id: string,
    headers: IncomingHttpHeaders,
    asked: DisputeAsked,
    reply: FastifyReply,
  ): Promise<FigureAnswer> {
    const sender = senderOf(headers);
    const figureId = parseUuid<FigureId>(id.toLowerCase());
    if (figureId === undefined)
      throw malformed({ field: 'id', reason: 'has to be the id of a published figure, a UUID' });
    const receipt = receiptOf(await this.commands.execute(new DisputeFigure(sender, figureId, asked)));
    reply.code(receipt.isRepeat ? 200 : 201);
    return { figureId, ...placeOf(sender.id, receipt.entry), revision: receipt.revision };
  }
}
