import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { FigureId } from '../../domain/identifiers.js';
import { figureIdFor } from '../../ledger/commands.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API, placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import { FIGURE_EXAMPLES, figureSchema, readFigure } from './figure-body.js';
import { RecordPublishedFigure } from './record-published-figure.js';

type FigureAnswer = EntryPlace & { readonly figureId: FigureId; readonly revision: number };

@Controller(`${API}/published-figures`)
export class RecordPublishedFigureController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiRecords({
    summary: 'Record a figure that somebody published. It enters no total: it is what the ledger is held against',
    schema: figureSchema,
    examples: FIGURE_EXAMPLES,
    answer: { figureId: '2c7f3d1a-9a51-5f0e-8a55-3d9be61d4a02', entry: 57, revision: 0 },
    refusals: [400, 404, 409, 422],
  })
  async record(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FigureAnswer> {
    const sender = senderOf(headers);
    const figure = readFigure(body);
    const receipt = receiptOf(await this.commands.execute(new RecordPublishedFigure(sender, figure)));
    reply.code(receipt.isRepeat ? 200 : 201);
    return { figureId: figureIdFor(sender.id), ...placeOf(sender.id, receipt.entry), revision: receipt.revision };
  }
}
