import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Period } from '../../domain/civil-date.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { parseSlug, type CollaborationId, type UnitId, slugWords } from '../../domain/identifiers.js';
import { LABELS } from '../../domain/posting.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { londonDate } from '../../ledger/clock.js';
import { Ledger } from '../../ledger/ledger.js';
import { showAsked, viewForm, type Typed } from '../../web/asked-form.js';
import { asGiven, askedIn, periodAsked, scopeAsked, type ScopeAsked } from '../../web/asked.js';
import { typedDays, type Query as Given } from '../../web/days-asked.js';
import { viewLabels } from '../../web/label-words.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';
import { compareBeside, viewBeside } from './beside.js';
import { viewComparison } from './page.js';
import { ReadComparison } from './read-comparison.js';
import { usualScope } from './usual-scope.js';

const TITLE = 'Savings and costs';
const TEMPLATE = 'features/read-comparison/page.njk';

const LABELS_OF = { collaboration: 'Collaboration', unit: 'Regional unit', asAt: 'As at' } as const;
type Field = keyof typeof LABELS_OF;

interface Asked extends ScopeAsked {
  readonly unit: UnitId | undefined;
  readonly asAt: string | undefined;
}

/**
 * The page at `/comparisons`: what the regional response cost against what one force alone would have spent, and apart from it what was saved, borne and put
 * in.
 */
@Controller('comparisons')
@ApiExcludeController()
export class ComparisonPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  async show(@Query() query: Given, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const collaborations = await this.ledger.agreements.collaborations();
    const [first] = collaborations;
    if (first === undefined) return renderPage(TEMPLATE, page(null, []), { comparison: null, form: null });
    return showAsked<Field, Asked>(reply, query, {
      ...{ path: '/comparisons', labels: LABELS_OF, read: readAsked },
      show: (asked, typed) => this.compare(asked, typed, collaborations, first),
      showAgain: (form) => {
        const view = { comparison: null, form: viewForm(form, collaborations) };
        return Promise.resolve(renderPage(TEMPLATE, { ...page(null, []), isRefused: true }, view));
      },
    });
  }

  private async compare(
    asked: Asked,
    typed: Typed<Field>,
    collaborations: readonly Collaboration[],
    first: Collaboration,
  ): Promise<string> {
    const { agreements } = this.ledger;
    const { id, period } = await this.chosen(asked, first.id);
    const question = { collaboration: id, ...(asked.unit !== undefined && { unit: asked.unit }), ...period };
    const asAt = asked.asAt === undefined ? undefined : parseAsAt(asked.asAt);
    const [catalogue, register] = await Promise.all([agreements.catalogue(), agreements.register()]);
    const compare = () => this.queries.execute(new ReadComparison(question, asAt));
    const { answer, beside } = answered(await compareBeside(this.ledger, catalogue, compare, asAt !== undefined));
    const collaboration = await agreements.collaboration(id);
    const words = { names: namesIn(collaboration, register), catalogue, asked: asked.asAt };
    const filledIn = { ...typed, collaboration: id, ...typedDays(period) };
    const labels = LABELS.filter((label) => answer.labels.includes(label) || beside.labels.includes(label));
    return renderPage(TEMPLATE, page(collaboration?.name ?? null, labels), {
      labels: viewLabels(labels),
      comparison: viewComparison(answer, words),
      beside: viewBeside(beside, words),
      form: viewForm({ typed: filledIn, mistakes: [] }, collaborations),
    });
  }

  /** What was asked for; what nobody chose is looked for. */
  private async chosen(
    asked: Asked,
    first: CollaborationId,
  ): Promise<{ readonly id: CollaborationId; readonly period: Period }> {
    const { collaboration, from, to } = asked;
    if (collaboration !== undefined && from !== undefined && to !== undefined)
      return { id: collaboration, period: periodAsked(asked, { from, to }) };
    const usual = await usualScope(this.ledger, collaboration, londonDate(this.ledger.now()));
    return { id: usual.collaboration ?? first, period: periodAsked(asked, usual.years) };
  }
}

function page(owner: string | null, labels: Parameters<typeof renderPage>[1]['labels']) {
  return { title: TITLE, owner, section: 'comparisons', labels } as const;
}

function readAsked(query: Given): Asked {
  return askedIn(query, (read) => ({
    ...scopeAsked(read),
    unit: read('unit', parseSlug<UnitId>, `has to be ${slugWords('rart')}`),
    asAt: read('asAt', asGiven(parseAsAt), `has to be ${AS_AT_FORMS}`),
  }));
}
