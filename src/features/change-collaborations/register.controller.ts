import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { facts, type ToldFact } from '../../ledger/told-facts.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API, placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import { bodies, schemas } from './bodies.js';
import { ChangeRegister } from './change-register.js';

/** A receipt; `revision` is that of the register, which all regions and forces share. */
type Registered = EntryPlace & { readonly revision: number };

/** Regions and forces. They belong to no collaboration: one that is in the register may join any. */
@Controller(API)
export class RegisterController {
  constructor(private readonly commands: CommandBus) {}

  @Post('regions')
  @ApiRecords({
    summary: 'Register a region',
    schema: schemas.region,
    examples: { 'a region': { region: 'wales', name: 'Wales' } },
    answer: { region: 'wales', entry: 8, revision: 7 },
    refusals: [400, 409],
  })
  async registerRegion(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const region = bodies.region(body);
    return { region: region.region, ...(await this.tell(headers, facts.registerRegion(region), reply)) };
  }

  @Post('forces')
  @ApiRecords({
    summary: 'Register a force of a region, so that it can join collaborations',
    schema: schemas.force,
    examples: { 'a force, made up': { force: 'example-force', name: 'Example Police', region: 'north-east' } },
    answer: { force: 'example-force', entry: 9, revision: 8 },
    refusals: [400, 409, 422],
  })
  async registerForce(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const force = bodies.force(body);
    return { force: force.force, ...(await this.tell(headers, facts.registerForce(force), reply)) };
  }

  private async tell(headers: IncomingHttpHeaders, fact: ToldFact, reply: FastifyReply): Promise<Registered> {
    const sender = senderOf(headers);
    const { entry, revision, isRepeat } = receiptOf(await this.commands.execute(new ChangeRegister(sender, fact)));
    reply.code(isRepeat ? 200 : 201);
    return { ...placeOf(sender.id, entry), revision };
  }
}
