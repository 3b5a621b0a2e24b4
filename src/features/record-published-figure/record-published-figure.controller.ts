import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { civilDate } from '../../domain/civil-date.js';
import { slug, uuid, type FigureId } from '../../domain/identifiers.js';
import { BOUNDS, publishedFigureShape } from '../../domain/published-figure/events.js';
import { amount, flag, oneOf, type ShapeNode } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { figureIdFor } from '../../ledger/commands.js';
import { ApiRecords, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits, isRecord } from '../../web/fits.js';
import { API } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import { schemaOf } from '../../domain/shape-schema.js';
import { checkRequest } from '../../web/valid-request.js';
import { RecordPublishedFigure } from './record-published-figure.js';

const { fields } = publishedFigureShape;
const shapeOf = (name: string): ShapeNode => fields[name] ?? oneOf();

class PublishedFigureRequest {
  @Fits(slug()) collaboration: unknown;
  @IsOptional() @Fits(slug()) unit: unknown;
  @IsOptional() @Fits(slug()) force: unknown;
  @Fits(slug()) measure: unknown;
  @Fits(amount()) amount: unknown;
  @Fits(oneOf(...BOUNDS)) bound: unknown;
  @IsOptional() @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(civilDate()) to: unknown;
  @IsOptional() @Fits(uuid()) within: unknown;
  @IsOptional() @Fits(flag()) disputed: unknown;
  @Fits(shapeOf('source')) source: unknown;
}

interface FigureAnswer {
  readonly figureId: FigureId;
  readonly entry: number;
  readonly revision: number;
}

@Controller(`${API}/published-figures`)
export class RecordPublishedFigureController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiRecords({
    summary: 'Record a figure that somebody published. It enters no total: it is what the ledger is held against',
    schema: schemaOf({ ...publishedFigureShape, optional: [...publishedFigureShape.optional, 'disputed'] }),
    examples: {
      'a line of the Benefits Realised table': {
        collaboration: EXAMPLE_COLLABORATION,
        measure: 'arrests',
        amount: 693,
        bound: 'exact',
        from: '2009-01-01',
        to: '2011-01-01',
        source: 'Joint Working across Yorkshire and the Humber, Benefits Realised table',
      },
    },
    answer: { figureId: '2c7f3d1a-9a51-5f0e-8a55-3d9be61d4a02', entry: 57, revision: 0 },
    refusals: [400, 404, 409, 422],
  })
  async record(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<FigureAnswer> {
    const sender = senderOf(headers);
    checkRequest(PublishedFigureRequest, body);
    const figure = fromWire(publishedFigureShape, { disputed: false, ...(isRecord(body) ? body : {}) });
    const receipt = receiptOf(await this.commands.execute(new RecordPublishedFigure(sender, figure)));
    reply.code(receipt.isRepeat ? 200 : 201);
    return { figureId: figureIdFor(sender.id), entry: receipt.entry, revision: receipt.revision };
  }
}
