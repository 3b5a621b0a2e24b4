import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { CivilDate, Period } from '../../domain/civil-date.js';
import { financialYearOf } from '../../domain/financial-year.js';
import { parseSlug, type CollaborationId, type UnitId } from '../../domain/identifiers.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { LABELS } from '../../domain/posting.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { londonDate } from '../../ledger/clock.js';
import { Ledger } from '../../ledger/ledger.js';
import { asGiven, askedIn, scopeAsked, type ScopeAsked } from '../../web/asked.js';
import { viewLabels } from '../../web/label-words.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered } from '../../web/problems.js';
import { checkScope } from '../../web/query-fields.js';
import { besideComparison, viewBeside } from './beside.js';
import { offered, viewComparison } from './page.js';
import { ReadComparison } from './read-comparison.js';

const TITLE = 'Savings and costs';
const TEMPLATE = 'features/read-comparison/page.njk';

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
  async show(
    @Query() query: Readonly<Record<string, unknown>>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    reply.headers(PAGE_HEADERS);
    const asked = readAsked(query);
    const { agreements } = this.ledger;
    const collaborations = await agreements.collaborations();
    const costs = await this.costsOf(asked.collaboration);
    const id = asked.collaboration ?? costs[0]?.collaboration ?? collaborations[0]?.id;
    if (id === undefined) return renderPage(TEMPLATE, page(null, []), { comparison: null, beside: [], form: null });
    const period = periodOf(costs, asked, londonDate(this.ledger.now()));
    checkScope(period);
    const question = { collaboration: id, ...(asked.unit !== undefined && { unit: asked.unit }), ...period };
    const asAt = asked.asAt === undefined ? undefined : parseAsAt(asked.asAt);
    const answer = answered(await this.queries.execute(new ReadComparison(question, asAt)));
    const collaboration = await agreements.collaboration(id);
    const [catalogue, register] = await Promise.all([agreements.catalogue(), agreements.register()]);
    const words = { names: namesIn(collaboration, register), catalogue, asked: asked.asAt };
    const form = { ...question, unit: asked.unit ?? '', asAt: asked.asAt ?? '', items: offered(collaborations, id) };
    const beside = answered(await besideComparison(this.ledger, answer, catalogue));
    const labels = LABELS.filter((label) => answer.labels.includes(label) || beside.whole.labels.includes(label));
    return renderPage(TEMPLATE, page(collaboration?.name ?? null, labels), {
      labels: viewLabels(labels),
      comparison: viewComparison(answer, words),
      beside: viewBeside(beside, words),
      form,
    });
  }

  /** Costs and savings by which the page chooses what nobody chose: of one collaboration, or of the one with the first that is compared with anything. */
  private async costsOf(collaboration: CollaborationId | undefined): Promise<readonly Cost[]> {
    const query = { limit: 10_000, ...(collaboration !== undefined && { collaboration }) };
    const kinds = ['cost', 'saving'] as const;
    const found = await Promise.all(kinds.map((kind) => this.ledger.model.outcomes({ kind, ...query })));
    // Costs come first: savings choose the collaboration only where there is none.
    const costs = found.flatMap(({ rows }) =>
      rows.flatMap(({ outcome }) => (outcome.status === 'recorded' ? [outcome] : [])),
    );
    const shown = (costs.find(isCompared) ?? costs[0])?.collaboration;
    return costs.filter((cost) => cost.collaboration === shown);
  }
}

type Cost = Extract<Outcome, { status: 'recorded' }>;

/** Whether a cost is on either side of a comparison. */
function isCompared({ details }: Cost): boolean {
  return (
    details.kind === 'cost' && (details.costType === 'regional-response' || details.costType === 'local-comparator')
  );
}

/** The period that was asked for; without one, the financial years in which anything was spent or saved, or else this one. */
function periodOf(costs: readonly Cost[], { from, to }: Asked, today: CivilDate): Period {
  const days = costs.flatMap(({ postings }) => postings.map(({ occurredOn }) => occurredOn)).sort();
  const [first, last] = [financialYearOf(days[0] ?? today), financialYearOf(days.at(-1) ?? today)];
  return { from: from ?? first.from, to: to ?? last.to };
}

function page(owner: string | null, labels: Parameters<typeof renderPage>[1]['labels']) {
  return { title: TITLE, owner, section: 'comparisons', labels } as const;
}

function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  return askedIn(query, (read) => ({
    ...scopeAsked(read),
    unit: read('unit', parseSlug<UnitId>, 'has to be one word such as rart'),
    asAt: read('asAt', asGiven(parseAsAt), 'has to be a date such as 2026-11-22, an entry number or a moment in UTC'),
  }));
}
