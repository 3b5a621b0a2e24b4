import type { IncomingHttpHeaders } from 'node:http';
import { applyDecorators, Body, Controller, Headers, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiParam } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { ProgrammeEventType } from '../../domain/programme/events.js';
import { ApiRecords, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { API, placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf } from '../../web/request-headers.js';
import { ChangeProgramme } from './change-programme.js';
import { PROGRAMME_EXAMPLES } from './examples.js';
import { bodySchema, readFact } from './programme-body.js';

/** A receipt of a fact; `revision` is that of the programme, which all projects of the collaboration share. */
type ProgrammeChanged = EntryPlace & {
  readonly collaboration: string;
  readonly project?: string;
  readonly revision: number;
};

const EXAMPLE_PROJECT = 'shared-forensics';

/** Documents a route that records one type of fact. */
function Records(type: ProgrammeEventType, summary: string, ofProject = true): MethodDecorator {
  const project = ofProject || type === 'ProjectProposed' ? { project: EXAMPLE_PROJECT } : {};
  return applyDecorators(
    ApiRecords({
      summary,
      schema: bodySchema(type),
      examples: PROGRAMME_EXAMPLES[type],
      answer: { collaboration: EXAMPLE_COLLABORATION, ...project, entry: 1188, revision: 3 },
      refusals: [400, 404, 409, 422],
    }),
    ...(ofProject ? [ApiParam({ name: 'id', schema: { type: 'string', example: EXAMPLE_PROJECT } })] : []),
  );
}

/** Everything that can be told of a programme. Nothing is ever edited: what is told again replaces, and both stay in the ledger. */
@Controller(API)
export class ChangeProgrammeController {
  constructor(private readonly commands: CommandBus) {}

  @Post('projects')
  @Records('ProjectProposed', 'Propose a project of a collaboration, owned by a role or a unit', false)
  propose(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('ProjectProposed', headers, body, reply);
  }

  @Post('tiers')
  @Records('TiersSet', 'Set the tiers that scores put projects into, from a day on', false)
  setTiers(
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('TiersSet', headers, body, reply);
  }

  @Post('projects/:id/scores')
  @Records('ProjectScored', 'Score a project for strategic fit and practicality; an override has a reason')
  score(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('ProjectScored', headers, body, reply, id);
  }

  @Post('projects/:id/business-case')
  @Records('BusinessCaseSet', 'Set the business case of a project; what is left out is not known, and 0 is nothing')
  setBusinessCase(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('BusinessCaseSet', headers, body, reply, id);
  }

  @Post('projects/:id/approval')
  @Records('ProjectApproved', 'Approve a project; it may take effect before or after')
  approve(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('ProjectApproved', headers, body, reply, id);
  }

  @Post('projects/:id/status')
  @Records('ProjectStatusChanged', 'Let a project go live or close, or reject or stop it with a reason')
  changeStatus(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('ProjectStatusChanged', headers, body, reply, id);
  }

  @Post('projects/:id/benefit-profiles')
  @Records('BenefitProfileSet', 'Set a benefit that a project is to bring; its actual is never told')
  setProfile(
    @Param('id') id: string,
    @Headers() headers: IncomingHttpHeaders,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.record('BenefitProfileSet', headers, body, reply, id);
  }

  private async record(
    type: ProgrammeEventType,
    headers: IncomingHttpHeaders,
    body: unknown,
    reply: FastifyReply,
    id?: string,
  ): Promise<ProgrammeChanged> {
    const sender = senderOf(headers);
    const fact = readFact(type, body, id);
    const { entry, revision, isRepeat } = receiptOf(await this.commands.execute(new ChangeProgramme(sender, fact)));
    reply.code(isRepeat ? HttpStatus.OK : HttpStatus.CREATED);
    const { collaboration } = fact;
    const project = 'project' in fact ? { project: fact.project } : {};
    return { collaboration, ...project, ...placeOf(sender.id, entry), revision };
  }
}
