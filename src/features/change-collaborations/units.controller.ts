import type { IncomingHttpHeaders } from 'node:http';
import { Body, Controller, Headers, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { CollaborationId, UnitId } from '../../domain/identifiers.js';
import { changes } from '../../ledger/agreement-changes.js';
import { ApiRecords } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { bodies, schemas } from './bodies.js';
import { CHANGE_ANSWER, tell, type ChangeAnswer } from './change-collaboration.js';
import { slugIn } from '../../web/slug-in-address.js';

const ONE_UNIT = { answer: CHANGE_ANSWER, path: { id: 'changing', unit: 'mapping' } } as const;
const REFUSALS = [400, 404, 409, 422];

@Controller(`${API}/collaborations`)
export class UnitsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/units')
  @ApiRecords({
    summary: 'Open a regional unit, which may serve one function',
    schema: schemas.opening,
    examples: {
      'a unit': { unit: 'mapping', name: 'Organised Crime Group Mapping', from: '2017-01-01' },
      'of one function': {
        ...{ unit: 'special-operations', name: 'Special Operations', from: '2017-01-01' },
        ...{ function: 'special-operations', leadForce: 'cleveland' },
      },
    },
    answer: CHANGE_ANSWER,
    path: { id: 'changing' },
    refusals: REFUSALS,
  })
  open(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    const collaboration = slugIn<CollaborationId>('id', id);
    return tell(this.commands, headers, changes.openUnit({ collaboration, ...bodies.opening(body) }), reply);
  }

  @Post(':id/units/:unit/names')
  @ApiRecords({
    summary: 'A unit is called something else from a day on, and stays the same unit',
    schema: schemas.naming,
    examples: { 'another name': { name: 'Regional Organised Crime Threat Assessment', from: '2017-09-27' } },
    ...ONE_UNIT,
    refusals: REFUSALS,
  })
  rename(
    @Param('id') id: string,
    @Param('unit') unit: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    return tell(this.commands, headers, changes.renameUnit({ ...unitIn(id, unit), ...bodies.naming(body) }), reply);
  }

  @Post(':id/units/:unit/lead-forces')
  @ApiRecords({
    summary: 'A unit comes under another lead force from a day on, which may not be the day of its approval',
    schema: schemas.move,
    examples: { 'approved later': { leadForce: 'north-yorkshire', from: '2017-04-01', approvedOn: '2017-09-27' } },
    ...ONE_UNIT,
    refusals: REFUSALS,
  })
  move(
    @Param('id') id: string,
    @Param('unit') unit: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    return tell(this.commands, headers, changes.moveUnit({ ...unitIn(id, unit), ...bodies.move(body) }), reply);
  }

  @Post(':id/units/:unit/closure')
  @ApiRecords({
    summary: 'A unit closes: `to` is the first day on which it is closed. Its history stays',
    schema: schemas.closure,
    examples: { dissolved: { to: '2020-01-01' } },
    ...ONE_UNIT,
    refusals: REFUSALS,
  })
  close(
    @Param('id') id: string,
    @Param('unit') unit: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChangeAnswer> {
    return tell(this.commands, headers, changes.closeUnit({ ...unitIn(id, unit), ...bodies.closure(body) }), reply);
  }
}

function unitIn(id: string, unit: string): { readonly collaboration: CollaborationId; readonly unit: UnitId } {
  return { collaboration: slugIn('id', id), unit: slugIn('unit', unit) };
}
