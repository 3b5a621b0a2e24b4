import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Period } from '../../domain/civil-date.js';
import { financialYearOf } from '../../domain/financial-year.js';
import type { CollaborationId } from '../../domain/identifiers.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { londonDate } from '../../ledger/clock.js';
import { collaborationsWithIncentives, incentivesAt } from '../../ledger/incentives.js';
import { Ledger } from '../../ledger/ledger.js';
import { asGiven, askedIn, scopeAsked, type ScopeAsked } from '../../web/asked.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { checkScope } from '../../web/query-fields.js';
import { viewIncentives } from './page.js';
import { ReadIncentives } from './read-incentives.js';

const TITLE = 'Incentive receipts';
const TEMPLATE = 'features/read-incentives/page.njk';

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
  async show(
    @Query() query: Readonly<Record<string, unknown>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const asked = readAsked(query);
    const { agreements } = this.ledger;
    const collaborations = await agreements.collaborations();
    const [first] = await collaborationsWithIncentives(this.ledger);
    const id = asked.collaboration ?? first ?? collaborations[0]?.id;
    if (id === undefined) return renderPage(TEMPLATE, page(null, []), { incentives: null, form: null });
    const question = { collaboration: id, ...(await this.periodOf(id, asked)) };
    checkScope(question);
    const asAt = asked.asAt === undefined ? undefined : parseAsAt(asked.asAt);
    const answer = answered(await this.queries.execute(new ReadIncentives(question, asAt)));
    const collaboration = await agreements.collaboration(id);
    const names = namesIn(collaboration, await agreements.register());
    const items = collaborations.map((each) => ({ value: each.id, text: each.name, selected: each.id === id }));
    return renderPage(TEMPLATE, page(collaboration?.name ?? null, answer.labels), {
      incentives: viewIncentives(answer, names, asked.asAt),
      form: { ...question, asAt: asked.asAt ?? '', items },
    });
  }

  /** The period that was asked for; without one, from the financial year of the first scheme or receipt to this one. */
  private async periodOf(id: CollaborationId, { from, to }: Asked): Promise<Period> {
    const { incentives } = await incentivesAt(this.ledger, id, Number.MAX_SAFE_INTEGER);
    const told = [...incentives.receipts, ...[...incentives.versions.values()].flat()];
    const days = told.map(({ from: day }) => day).sort();
    const today = londonDate(this.ledger.now());
    const last = [today, ...days].sort().at(-1) ?? today;
    return { from: from ?? financialYearOf(days[0] ?? today).from, to: to ?? financialYearOf(last).to };
  }
}

function page(owner: string | null, labels: Parameters<typeof renderPage>[1]['labels']) {
  return { title: TITLE, owner, section: 'incentives', labels } as const;
}

function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  return askedIn(query, (read) => ({
    ...scopeAsked(read),
    asAt: read('asAt', asGiven(parseAsAt), 'has to be a date such as 2026-11-22, an entry number or a moment in UTC'),
  }));
}
