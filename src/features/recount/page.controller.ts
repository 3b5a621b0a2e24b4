import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { RecountAnswer } from '../../../projections/recount.js';
import { parseSlug, type MeasureId, slugWords } from '../../domain/identifiers.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';
import { showAsked } from '../../web/asked-form.js';
import { asGiven, askedIn, scopeAsked } from '../../web/asked.js';
import type { Query as Given } from '../../web/days-asked.js';
import { lastDayOf } from '../../web/formatting.js';
import { namesIn } from '../../web/names.js';
import { renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';
import { FIELDS, isIncomplete, viewRecount, viewRecountForm, viewRules, type Asked, type Field } from './page.js';
import { parseRules, ReadRecount } from './read-recount.js';

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
  async show(@Query() query: Given, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    const { agreements } = this.ledger;
    const [collaborations, catalogue, register] = await Promise.all([
      agreements.collaborations(),
      agreements.catalogue(),
      agreements.register(),
    ]);
    return showAsked<Field, Asked>(reply, query, {
      ...{ path: '/recounts', labels: FIELDS, read: readAsked },
      show: async (asked, typed) => {
        const answer = await this.recounted(asked);
        const chosen = collaborations.find(({ id }) => id === asked.collaboration);
        const names = namesIn(chosen, register, answer && lastDayOf(answer.query));
        return renderPage(TEMPLATE, page(chosen?.name ?? null, answer), {
          rules: viewRules(catalogue, asked),
          form: viewRecountForm({ typed, mistakes: [] }, collaborations, catalogue),
          isIncomplete: isIncomplete(asked),
          recount: answer === undefined ? null : viewRecount(answer, names, asked.asAt),
        });
      },
      showAgain: (form) => {
        const measure = parseSlug<MeasureId>(form.typed.measure);
        const shown = {
          form: viewRecountForm(form, collaborations, catalogue),
          rules: viewRules(catalogue, { measure }),
        };
        const about = { ...page(null, undefined), isRefused: true };
        return Promise.resolve(renderPage(TEMPLATE, about, { ...shown, isIncomplete: false, recount: null }));
      },
    });
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

function page(owner: string | null, answer: RecountAnswer | undefined) {
  const labels = answer === undefined ? [] : [answer.posted, ...answer.recounts].flatMap((each) => each.labels);
  return { title: 'Counting rules', owner, section: 'rules', labels: [...new Set(labels)] } as const;
}

function readAsked(query: Given): Asked {
  return askedIn(query, (read) => ({
    ...scopeAsked(read),
    measure: read('measure', parseSlug<MeasureId>, `has to be ${slugWords('arrests')}`),
    rules: read('rules', parseRules, 'have to be one or two, such as 2 or 1,2'),
    asAt: read('asAt', asGiven(parseAsAt), `has to be ${AS_AT_FORMS}`),
  }));
}
