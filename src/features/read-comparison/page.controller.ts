import { Controller, Get, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { parseCivilDate, type CivilDate, type Period } from '../../domain/civil-date.js';
import { financialYearOf } from '../../domain/financial-year.js';
import { parseSlug, type CollaborationId, type UnitId } from '../../domain/identifiers.js';
import type { Outcome } from '../../domain/outcome/outcome.js';
import { parseAsAt } from '../../ledger/as-at.js';
import { londonDate } from '../../ledger/clock.js';
import { Ledger } from '../../ledger/ledger.js';
import { namesIn } from '../../web/names.js';
import { PAGE_HEADERS, renderPage } from '../../web/pages.js';
import { answered, malformed, type FieldError } from '../../web/problems.js';
import { checkScope } from '../../web/query-fields.js';
import { offered, viewComparison } from './page.js';
import { ReadComparison } from './read-comparison.js';

const TITLE = 'Regional against local';
const TEMPLATE = 'features/read-comparison/page.njk';

interface Asked {
  readonly collaboration: CollaborationId | undefined;
  readonly unit: UnitId | undefined;
  readonly from: CivilDate | undefined;
  readonly to: CivilDate | undefined;
  readonly asAt: string | undefined;
}

/** The page at `/comparisons`: what the regional response cost against what one force alone would have spent. */
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
    if (id === undefined) return renderPage(TEMPLATE, page(null, []), { comparison: null, form: null });
    const period = periodOf(costs, asked, londonDate(this.ledger.now()));
    checkScope(period);
    const question = { collaboration: id, ...(asked.unit !== undefined && { unit: asked.unit }), ...period };
    const asAt = asked.asAt === undefined ? undefined : parseAsAt(asked.asAt);
    const answer = answered(await this.queries.execute(new ReadComparison(question, asAt)));
    const collaboration = await agreements.collaboration(id);
    const [catalogue, register] = await Promise.all([agreements.catalogue(), agreements.register()]);
    const words = { names: namesIn(collaboration, register), catalogue, asked: asked.asAt };
    const form = { ...question, unit: asked.unit ?? '', asAt: asked.asAt ?? '', items: offered(collaborations, id) };
    return renderPage(TEMPLATE, page(collaboration?.name ?? null, answer.labels), {
      comparison: viewComparison(answer, words),
      form,
    });
  }

  /** Costs by which the page chooses what nobody chose: of one collaboration, or of the one with the first of them. */
  private async costsOf(collaboration: CollaborationId | undefined): Promise<readonly Cost[]> {
    const query = { kind: 'cost', limit: 10_000, ...(collaboration !== undefined && { collaboration }) } as const;
    const { rows } = await this.ledger.model.outcomes(query);
    const costs = rows.flatMap(({ outcome }) => (outcome.status === 'recorded' ? [outcome] : []));
    return costs.filter((cost) => cost.collaboration === costs[0]?.collaboration);
  }
}

type Cost = Extract<Outcome, { status: 'recorded' }>;

/** The period that was asked for; without one, the financial years in which anything was spent, or else this one. */
function periodOf(costs: readonly Cost[], { from, to }: Asked, today: CivilDate): Period {
  const days = costs.flatMap(({ postings }) => postings.map(({ occurredOn }) => occurredOn)).sort();
  const [first, last] = [financialYearOf(days[0] ?? today), financialYearOf(days.at(-1) ?? today)];
  return { from: from ?? first.from, to: to ?? last.to };
}

function page(owner: string | null, labels: Parameters<typeof renderPage>[1]['labels']) {
  return { title: TITLE, owner, section: 'comparisons', labels } as const;
}

/** Reads the query of the page; what is empty was not asked. What cannot be read is refused by name (400 malformed-request). */
function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  const faults: FieldError[] = [];
  const read = <T>(field: string, parse: (given: string) => T | undefined, reason: string): T | undefined => {
    const given = query[field];
    if (given === undefined || given === '') return undefined;
    const value = typeof given === 'string' ? parse(given) : undefined;
    if (value === undefined) faults.push({ field, reason });
    return value;
  };
  const asked = {
    collaboration: read('collaboration', parseSlug<CollaborationId>, 'has to be one word such as west-yorkshire'),
    unit: read('unit', parseSlug<UnitId>, 'has to be one word such as rart'),
    from: read('from', parseCivilDate, 'has to be a real date such as 2009-04-01'),
    to: read('to', parseCivilDate, 'has to be a real date such as 2010-04-01'),
    asAt: read(
      'asAt',
      (given) => (parseAsAt(given) === undefined ? undefined : given),
      'has to be a date such as 2026-11-22, an entry number or a moment in UTC',
    ),
  };
  if (faults.length > 0) throw malformed(...faults);
  return asked;
}
