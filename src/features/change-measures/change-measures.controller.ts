import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { facts, type ToldFact } from '../../ledger/told-facts.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API, placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import { bodies, EXAMPLES, schemas } from './bodies.js';
import { ChangeMeasures } from './change-measures.js';

/** A receipt; `revision` is that of the catalogue, which all measures share. */
type Changed = EntryPlace & { readonly revision: number };

/** What is told of measures. Nothing is edited: a later version stands beside the one before, and moves no total. */
@Controller(API)
export class ChangeMeasuresController {
  constructor(private readonly commands: CommandBus) {}

  @Post('measures')
  @ApiRecords({
    summary: 'Define a measure, or the next version of its rule. What was counted before stays as it is',
    schema: schemas.measure,
    examples: EXAMPLES.measure,
    answer: { measure: 'people-reached', entry: 96, revision: 78 },
    refusals: [400, 409, 422],
  })
  async define(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const measure = bodies.measure(body);
    const changed = await this.tell(headers, facts.defineMeasure(measure), reply);
    return { measure: measure.measure, ...changed };
  }

  @Post('statement-lines')
  @ApiRecords({
    summary: 'Set the lines of a statement, in order, in place of those before',
    schema: schemas.statementLines,
    examples: EXAMPLES.statementLines,
    answer: { statement: 'prevention', entry: 97, revision: 79 },
    refusals: [400, 409, 422],
  })
  async setLines(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const lines = bodies.statementLines(body);
    const changed = await this.tell(headers, facts.setStatementLines(lines), reply);
    return { statement: lines.statement, ...changed };
  }

  @Post('deflators')
  @ApiRecords({
    summary:
      'Record the price levels of financial years, each named by the year in which it began, with their source, in place of the table before. Only proportions count',
    schema: schemas.deflators,
    examples: EXAMPLES.deflators,
    answer: { entry: 98, revision: 80 },
    refusals: [400, 409, 422],
  })
  setDeflators(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Changed> {
    return this.tell(headers, facts.setDeflators(bodies.deflators(body)), reply);
  }

  private async tell(headers: IncomingHttpHeaders, fact: ToldFact, reply: FastifyReply): Promise<Changed> {
    const sender = senderOf(headers);
    const { entry, revision, isRepeat } = receiptOf(await this.commands.execute(new ChangeMeasures(sender, fact)));
    reply.code(isRepeat ? 200 : 201);
    return { ...placeOf(sender.id, entry), revision };
  }
}
