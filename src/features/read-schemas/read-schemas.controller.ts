import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Schema } from '../../domain/shape-schema.js';
import { ApiReads } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { problem, Refused } from '../../web/problems.js';
import { refuseQuery } from '../../web/query-fields.js';
import { SCHEMAS } from './schemas.js';

const ADDRESS = `${API}/schemas`;
const MEDIA_TYPE = 'application/schema+json';
const LIST = { schemas: [...SCHEMAS].map(([name, { $id }]) => ({ name, id: $id, href: `/${ADDRESS}/${name}` })) };

@Controller(ADDRESS)
export class ReadSchemasController {
  @Get()
  @ApiReads({
    summary: 'The JSON Schemas of the lines of the ledger, one for each type of entry',
    answer: {
      schemas: [
        {
          name: 'OutcomeRecorded',
          id: 'urn:tallystick:schema:OutcomeRecorded:1',
          href: '/api/v1/schemas/OutcomeRecorded',
        },
      ],
    },
    refusals: [400],
  })
  list(@Query() query: unknown): typeof LIST {
    refuseQuery(query);
    return LIST;
  }

  @Get(':name')
  @ApiReads({
    summary: 'One JSON Schema (2020-12); Entry is that of any line',
    mediaType: MEDIA_TYPE,
    path: { name: 'OutcomeRecorded' },
    answer: { $id: 'urn:tallystick:schema:OutcomeRecorded:1', title: 'OutcomeRecorded', type: 'object' },
    refusals: [400, 404],
  })
  read(@Param('name') name: string, @Query() query: unknown, @Res({ passthrough: true }) reply: FastifyReply): Schema {
    refuseQuery(query);
    const schema = SCHEMAS.get(name);
    if (schema === undefined)
      throw new Refused(problem('not-found', `There is no such schema; there are ${[...SCHEMAS.keys()].join(', ')}.`));
    reply.type(MEDIA_TYPE);
    return schema;
  }
}
