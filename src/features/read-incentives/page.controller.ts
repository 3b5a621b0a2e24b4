import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Period } from '../../domain/civil-date.js';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import { financialYearOf } from '../../domain/financial-year.js';
import type { CollaborationId } from '../../domain/identifiers.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { londonDate } from '../../ledger/clock.js';
import { collaborationsWithIncentives, incentivesAt } from '../../ledger/incentives.js';
import { Ledger } from '../../ledger/ledger.js';
import { showAsked, viewForm, type Typed } from '../../web/asked-form.js';
import { asGiven, askedIn, periodAsked, scopeAsked, type ScopeAsked } from '../../web/asked.js';
import { typedDays, type Query as Given } from '../../web/days-asked.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { AS_AT_FORMS } from '../../web/query-fields.js';
import { viewIncentives } from './page.js';
import { ReadIncentives } from './read-incentives.js';

const TITLE = 'Incentive receipts';
const TEMPLATE = 'features/read-incentives/page.njk';

const LABELS_OF = { collaboration: 'Collaboration', asAt: 'As at' } as const;
type Field = keyof typeof LABELS_OF;

interface Asked extends ScopeAsked {
  readonly asAt: string | undefined;
}

/** The page at `/incentive-receipts`: what was collected, and what was given back of it. */
@Controller('incentive-receipts')
@ApiExcludeController()
export class IncentivesPageController {
  constructor(
    private readonly queries: QueryBus,
    private readonly ledger: Ledger,
  ) {}

  @Get()
  async show(@Query() query: Given, @Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const collaborations = await this.ledger.agreements.collaborations();
    const [first] = collaborations;
    if (first === undefined) return renderPage(TEMPLATE, page(null, []), { incentives: null, form: null });
    return showAsked<Field, Asked>(reply, query, {
      ...{ path: '/incentive-receipts', labels: LABELS_OF, read: readAsked },
      show: (asked, typed) => this.distribution(asked, typed, collaborations, first),
      showAgain: (form) => {
        const view = { incentives: null, form: viewForm(form, collaborations) };
        return Promise.resolve(renderPage(TEMPLATE, { ...page(null, []), isRefused: true }, view));
      },
    });
  }

  private async distribution(
    asked: Asked,
    typed: Typed<Field>,
    collaborations: readonly Collaboration[],
    first: Collaboration,
  ): Promise<string> {
    const { agreements } = this.ledger;
    const [told] = await collaborationsWithIncentives(this.ledger);
    const id = asked.collaboration ?? told ?? first.id;
    const period = periodAsked(asked, await this.yearsOf(id));
    const asAt = asked.asAt === undefined ? undefined : parseAsAt(asked.asAt);
    const answer = answered(await this.queries.execute(new ReadIncentives({ collaboration: id, ...period }, asAt)));
    const collaboration = await agreements.collaboration(id);
    const names = namesIn(collaboration, await agreements.register());
    const filledIn = { ...typed, collaboration: id, ...typedDays(period) };
    return renderPage(TEMPLATE, page(collaboration?.name ?? null, answer.labels), {
      incentives: viewIncentives(answer, names, asked.asAt),
      form: viewForm({ typed: filledIn, mistakes: [] }, collaborations),
    });
  }

  /** From the financial year of the first scheme or receipt to this one. */
  private async yearsOf(id: CollaborationId): Promise<Period> {
    const { incentives } = await incentivesAt(this.ledger, id, Number.MAX_SAFE_INTEGER);
    const told = [...incentives.receipts, ...[...incentives.versions.values()].flat()];
    const days = told.map(({ from: day }) => day).sort();
    const today = londonDate(this.ledger.now());
    const last = [today, ...days].sort().at(-1) ?? today;
    return { from: financialYearOf(days[0] ?? today).from, to: financialYearOf(last).to };
  }
}

function page(owner: string | null, labels: Parameters<typeof renderPage>[1]['labels']) {
  return { title: TITLE, owner, section: 'incentives', labels } as const;
}

function readAsked(query: Given): Asked {
  return askedIn(query, (read) => ({
    ...scopeAsked(read),
    asAt: read('asAt', asGiven(parseAsAt), `has to be ${AS_AT_FORMS}`),
  }));
}
