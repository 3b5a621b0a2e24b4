import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Ledger } from '../../ledger/ledger.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { readFilter } from './filter.js';
import { findOutcomes } from './find-outcomes.js';
import { labelsOf, viewList } from './page.js';

const PAGE_SIZE = 50;

/** The page at `/outcomes`: the outcomes behind a figure, or all of them. */
@Controller('outcomes')
@ApiExcludeController()
export class OutcomesPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  async show(
    @Query() query: Readonly<Record<string, unknown>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const filter = readFilter(query);
    const { agreements } = this.ledger;
    const [catalogue, register] = await Promise.all([agreements.catalogue(), agreements.register()]);
    const collaboration =
      filter.collaboration === undefined ? undefined : await agreements.collaboration(filter.collaboration);
    const names = namesIn(collaboration, register);
    const found = await findOutcomes(this.queries, this.ledger, filter, PAGE_SIZE + 1);
    const collaborationName = collaboration?.name;
    const view = viewList({ ...found, filter, catalogue, names, collaborationName, pageSize: PAGE_SIZE });
    return renderPage(
      'features/list-outcomes/page.njk',
      { title: 'Outcomes', owner: collaborationName ?? null, section: 'outcomes', labels: labelsOf(found) },
      view,
    );
  }
}
