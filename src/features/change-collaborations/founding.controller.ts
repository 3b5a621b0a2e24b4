import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { changes } from '../../ledger/agreement-changes.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { senderOf } from '../../web/request-headers.js';
import { bodies, schemas } from './bodies.js';
import { CHANGE_ANSWER, ChangeCollaboration, changeAnswer, type ChangeAnswer } from './change-collaboration.js';

@Controller(`${API}/collaborations`)
export class FoundingController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @ApiRecords({
    summary: 'Found a collaboration',
    schema: schemas.founding,
    examples: { 'a shared function': { id: 'evolve', name: 'Evolve', model: 'shared-function' } },
    answer: { ...CHANGE_ANSWER, revision: 0 },
    refusals: [400, 409],
  })
  async found(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const sender = senderOf(headers);
    const { id: collaboration, ...founding } = bodies.founding(body);
    const command = new ChangeCollaboration(sender, changes.found({ collaboration, ...founding }));
    const { status, answer } = changeAnswer(command, await this.commands.execute(command));
    reply.code(status).header('location', `/${API}/collaborations/${collaboration}`);
    return answer;
  }
}
