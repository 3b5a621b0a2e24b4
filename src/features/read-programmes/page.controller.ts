import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered, malformed, refusedBecause } from '../../web/problems.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';
import { viewProgramme } from './page.js';
import { ReadProgrammes } from './read-programmes.js';

const TITLE = 'Programmes';
const TEMPLATE = 'features/read-programmes/page.njk';

/** The page at `/programmes`: the projects of one collaboration, by area of work. */
@Controller('programmes')
@ApiExcludeController()
export class ProgrammesPageController {
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
    const [id, asked] = [textIn(query, 'collaboration'), textIn(query, 'asAt')];
    const asAt = asked === undefined ? undefined : parseAsAt(asked);
    if (asked !== undefined && asAt === undefined)
      throw malformed({ field: 'asAt', reason: `has to be ${AS_AT_FORMS}` });
    const collaborations = await this.withProgrammes();
    const chosen = collaborations.find((each) => id === undefined || each.id === id);
    if (chosen === undefined && id !== undefined)
      throw refusedBecause({ code: 'unknown-collaboration', collaboration: id.slice(0, 100) });
    if (chosen === undefined)
      return renderPage(
        TEMPLATE,
        { title: TITLE, owner: null, section: 'programmes', labels: [] },
        { programme: null },
      );
    const answer = answered(await this.queries.execute(new ReadProgrammes({ collaboration: chosen.id }, asAt)));
    const { agreements } = this.ledger;
    const [register, catalogue] = await Promise.all([agreements.register(), agreements.catalogue()]);
    const programme = viewProgramme(answer, {
      collaboration: chosen.id,
      collaborations,
      names: namesIn(chosen, register),
      titleOf: (measure) => catalogue.measures.get(measure)?.title ?? measure,
      asked,
    });
    return renderPage(
      TEMPLATE,
      { title: TITLE, owner: chosen.name, section: 'programmes', labels: answer.labels },
      { programme },
    );
  }

  /** The collaborations that have a programme, in order of their names. */
  private async withProgrammes(): Promise<readonly Collaboration[]> {
    const [all, streams] = await Promise.all([
      this.ledger.agreements.collaborations(),
      this.ledger.store.streamsOf('programme'),
    ]);
    return all
      .filter(({ id }) => streams.includes(`programme-${id}`))
      .sort((a, b) => a.name.localeCompare(b.name, 'en-GB'));
  }
}

/** A part of an address given once; blank is as good as not given. */
function textIn(query: Readonly<Record<string, unknown>>, field: string): string | undefined {
  const given = query[field];
  if (given !== undefined && typeof given !== 'string') throw malformed({ field, reason: 'has to be given once' });
  return given === undefined || given.trim() === '' ? undefined : given.trim();
}
