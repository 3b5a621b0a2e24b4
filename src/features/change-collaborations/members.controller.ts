import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { CollaborationId, ForceId } from '../../domain/identifiers.js';
import { changes } from '../../ledger/agreement-changes.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { bodies, JOINING_EXAMPLES, schemas } from './bodies.js';
import { CHANGE_ANSWER, tell, type ChangeAnswer } from './change-collaboration.js';
import { slugIn } from '../../web/slug-in-address.js';

@Controller(`${API}/collaborations`)
export class MembersController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/members')
  @ApiRecords({
    summary: 'A force joins from a day on: the whole, or one function of it',
    schema: schemas.joining,
    examples: JOINING_EXAMPLES,
    answer: CHANGE_ANSWER,
    path: { id: 'changing' },
    refusals: [400, 404, 409, 422],
  })
  join(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const collaboration = slugIn<CollaborationId>('id', id);
    const { function: of, ...joining } = bodies.joining(body);
    const command = { collaboration, ...joining };
    const change = of === undefined ? changes.joinMember(command) : changes.joinFunction({ ...command, function: of });
    return tell(this.commands, headers, change, reply);
  }

  @Post(':id/members/:force/departures')
  @ApiRecords({
    summary: 'A force leaves: `to` is the first day on which it is out. What was credited before stays as it is',
    schema: schemas.departure,
    examples: {
      'one function': { function: 'special-operations', to: '2019-01-01' },
      'the whole': { to: '2019-04-01' },
    },
    answer: CHANGE_ANSWER,
    path: { id: 'changing', force: 'cleveland' },
    refusals: [400, 404, 409, 422],
  })
  leave(
    @Param('id') id: string,
    @Param('force') named: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const collaboration = slugIn<CollaborationId>('id', id);
    const force = slugIn<ForceId>('force', named);
    const { function: of, to } = bodies.departure(body);
    const command = { collaboration, force, to };
    const change =
      of === undefined ? changes.leaveMember(command) : changes.leaveFunction({ ...command, function: of });
    return tell(this.commands, headers, change, reply);
  }
}
