import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { RecountAnswer } from '../../../projections/recount.js';
import { parseSlug, type MeasureId } from '../../domain/identifiers.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';
import { asGiven, askedIn, scopeAsked } from '../../web/asked.js';
import { lastDayOf } from '../../web/formatting.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { checkScope } from '../../web/query-fields.js';
import { viewForm, viewRecount, viewRules, type Asked } from './page.js';
import { parseRules, ReadRecount, RULES_FORMS } from './read-recount.js';

const TEMPLATE = 'features/recount/page.njk';

/** The page at `/recounts`: every rule by which anything counts, and what a period would come to under other versions of one. */
@Controller('recounts')
@ApiExcludeController()
export class RecountPageController {
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
    const asked = readAsked(query);
    checkScope({ ...(asked.from && { from: asked.from }), ...(asked.to && { to: asked.to }) });
    const { agreements } = this.ledger;
    const [collaborations, catalogue, register] = await Promise.all([
      agreements.collaborations(),
      agreements.catalogue(),
      agreements.register(),
    ]);
    const answer = await this.recounted(asked);
    const chosen = collaborations.find(({ id }) => id === asked.collaboration);
    const names = namesIn(chosen, register, answer && lastDayOf(answer.query));
    const labels =
      answer === undefined ? [] : [...answer.posted.labels, ...answer.recounts.flatMap((each) => each.labels)];
    return renderPage(
      TEMPLATE,
      { title: 'Counting rules', owner: chosen?.name ?? null, section: 'rules', labels: [...new Set(labels)] },
      {
        rules: viewRules(catalogue, asked),
        form: viewForm(asked, collaborations, catalogue),
        recount: answer === undefined ? null : viewRecount(answer, names, asked.asAt),
      },
    );
  }

  /** The recount, once everything that it takes was chosen. */
  private async recounted(asked: Asked): Promise<RecountAnswer | undefined> {
    const { collaboration, measure, from, to, rules, asAt } = asked;
    if (collaboration === undefined || measure === undefined || rules === undefined) return undefined;
    if (from === undefined || to === undefined) return undefined;
    const point = asAt === undefined ? undefined : parseAsAt(asAt);
    return answered(await this.queries.execute(new ReadRecount({ collaboration, measure, from, to, rules }, point)));
  }
}

function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  return askedIn(query, (read) => ({
    ...scopeAsked(read),
    measure: read('measure', parseSlug<MeasureId>, 'has to be one word such as arrests'),
    rules: read('rules', parseRules, `has to be ${RULES_FORMS}`),
    asAt: read('asAt', asGiven(parseAsAt), 'has to be a date such as 2026-11-22, an entry number or a moment in UTC'),
  }));
}
