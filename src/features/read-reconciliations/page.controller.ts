import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { parseSlug, type CollaborationId } from '../../domain/identifiers.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered, malformed, refusedBecause } from '../../web/problems.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';
import { viewReconciliations } from './page.js';
import { ReadReconciliations } from './read-reconciliations.js';

/** The page at `/reconciliations`: every published figure of a collaboration, held against the entries. */
@Controller('reconciliations')
@ApiExcludeController()
export class ReconciliationsPageController {
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
    const { agreements } = this.ledger;
    const collaborations = await agreements.collaborations();
    const { collaboration: named, asAt: asked } = query;
    const id = typeof named === 'string' ? parseSlug<CollaborationId>(named) : collaborations[0]?.id;
    if (id === undefined)
      throw refusedBecause({ code: 'unknown-collaboration', collaboration: typeof named === 'string' ? named : '' });
    const asAt = typeof asked === 'string' ? parseAsAt(asked) : undefined;
    if (asked !== undefined && asAt === undefined)
      throw malformed({
        field: 'asAt',
        reason: `has to be ${AS_AT_FORMS}`,
      });
    const answer = answered(await this.queries.execute(new ReadReconciliations(id, asAt)));
    const collaboration = await agreements.collaboration(id);
    const names = namesIn(collaboration, await agreements.register());
    const view = viewReconciliations(answer, names, typeof asked === 'string' ? asked : undefined, collaborations);
    const owner = collaboration?.name ?? null;
    return renderPage(
      'features/read-reconciliations/page.njk',
      { title: 'Published figures', owner, section: 'reconciliations', labels: answer.labels },
      view,
    );
  }
}
