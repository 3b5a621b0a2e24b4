import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import { changes } from '../../ledger/agreement-changes.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { bodies, schemas } from './bodies.js';
import { CHANGE_ANSWER, tell, type ChangeAnswer } from './change-collaboration.js';

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
    const { id: collaboration, ...founding } = bodies.founding(body);
    const answer = await tell(this.commands, headers, changes.found({ collaboration, ...founding }), reply);
    reply.header('location', `/${API}/collaborations/${collaboration}`);
    return answer;
  }
}
