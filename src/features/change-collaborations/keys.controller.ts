import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { CollaborationId } from '../../domain/identifiers.js';
import { changes } from '../../ledger/agreement-changes.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { bodies, schemas } from './bodies.js';
import { CHANGE_ANSWER, tell, type ChangeAnswer } from './change-collaboration.js';
import { slugIn } from '../../web/slug-in-address.js';

@Controller(`${API}/collaborations`)
export class KeysController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/keys')
  @ApiRecords({
    summary: 'Set a key, or re-base it from a day on. What was shared before stays as it is',
    schema: schemas.key,
    examples: {
      'a key': {
        ...{ key: 'population', basis: 'population', from: '2017-01-01' },
        weights: { cleveland: 567, 'north-yorkshire': 799 },
      },
      're-based': {
        ...{ key: 'population', basis: 'population', from: '2018-04-01' },
        weights: { cleveland: 569, 'north-yorkshire': 805 },
      },
    },
    answer: CHANGE_ANSWER,
    path: { id: 'changing' },
    refusals: [400, 404, 409, 422],
  })
  set(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const collaboration = slugIn<CollaborationId>('id', id);
    return tell(this.commands, headers, changes.setKeyVersion({ collaboration, ...bodies.key(body) }), reply);
  }
}
