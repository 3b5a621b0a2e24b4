import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { IsOptional } from 'class-validator';
import type { ListedOutcome } from '../../../projections/outcome-list.js';
import { civilDate } from '../../domain/civil-date.js';
import { slug, type CollaborationId, type ForceId, type MeasureId, type UnitId } from '../../domain/identifiers.js';
import { OUTCOME_KINDS } from '../../domain/outcome/events.js';
import { object, oneOf } from '../../domain/shape.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { ApiReads, EXAMPLE_COLLABORATION } from '../../web/api-docs.js';
import { Fits } from '../../web/fits.js';
import { API, viewOutcome } from '../../web/outcome-answer.js';
import { answered } from '../../web/problems.js';
import { checkScope, countOf, Counts, present } from '../../web/query-fields.js';
import { checkRequest } from '../../web/valid-request.js';
import { ListOutcomes } from './list-outcomes.js';

const LIMIT = { usual: 50, most: 500 };

class OutcomesRequest {
  @IsOptional() @Fits(slug('yorkshire-and-the-humber-joint-working')) collaboration: unknown;
  @IsOptional() @Fits(oneOf(...OUTCOME_KINDS)) kind: unknown;
  @IsOptional() @Fits(slug('rart')) unit: unknown;
  @IsOptional() @Fits(slug()) force: unknown;
  @IsOptional() @Fits(slug('arrests-made')) measure: unknown;
  @IsOptional() @Fits(civilDate()) from: unknown;
  @IsOptional() @Fits(civilDate()) to: unknown;
  @IsOptional() @Counts(1, LIMIT.most) limit: unknown;
  @IsOptional() @Counts(0) after: unknown;
}

const scopeShape = object(
  {},
  {
    collaboration: slug<CollaborationId>(),
    kind: oneOf(...OUTCOME_KINDS),
    unit: slug<UnitId>(),
    force: slug<ForceId>(),
    measure: slug<MeasureId>(),
    from: civilDate(),
    to: civilDate(),
  },
);

interface OutcomesAnswer {
  readonly asAt: { readonly entry: number; readonly knownAt: string | null };
  readonly outcomes: readonly object[];
  /** The address of the next page; `null` on the last. */
  readonly next: string | null;
}

@Controller(`${API}/outcomes`)
export class ListOutcomesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary: 'Outcomes in the order in which they were recorded',
    query: {
      collaboration: { description: 'its id', example: EXAMPLE_COLLABORATION },
      kind: { description: OUTCOME_KINDS.join(', '), example: 'asset' },
      unit: { description: 'a unit of the collaboration, among those that told of it', example: 'rart' },
      force: { description: 'a force that is credited', example: 'humberside' },
      measure: {
        description:
          'a measure that is posted, or a sum: the outcomes behind its figure of the same unit, force and period',
        example: 'assets-seized-value',
      },
      from: { description: 'first day on which they happened or, with a measure, counted', example: '2009-01-01' },
      to: { description: 'first day that is out again', example: '2011-01-01' },
      limit: {
        description: `at most so many, ${LIMIT.usual} unless told and never more than ${LIMIT.most}`,
        example: '50',
      },
      after: { description: 'only what was first recorded after this entry', example: '57' },
    },
    answer: { asAt: { entry: 1187, knownAt: '2026-11-22T10:00:00.000Z' }, outcomes: [], next: null },
    refusals: [400, 404, 422],
  })
  async list(@Query() query: Readonly<Record<string, unknown>>): Promise<OutcomesAnswer> {
    checkRequest(OutcomesRequest, query);
    const { limit: givenLimit, after: givenAfter, ...rest } = query;
    const scope = fromWire(scopeShape, rest);
    checkScope(scope);
    const limit = countOf(givenLimit) ?? LIMIT.usual;
    const after = countOf(givenAfter);
    const question = { ...scope, limit, ...(after !== undefined && { after }) };
    const { asAt, rows } = answered(await this.queries.execute(new ListOutcomes(question)));
    const last = rows.at(-1);
    const next = rows.length < limit || last === undefined ? null : nextPage(rest, limit, last.firstEntry);
    return {
      asAt: { entry: asAt.entry, knownAt: asAt.knownAt ?? null },
      outcomes: rows.flatMap(viewListed),
      next,
    };
  }
}

function viewListed({ id, entry, revision, outcome }: ListedOutcome): readonly object[] {
  return outcome.status === 'unrecorded' ? [] : [viewOutcome(id, { entry, revision }, outcome)];
}

function nextPage(scope: Readonly<Record<string, unknown>>, limit: number, after: number): string {
  const parts = Object.entries(present({ ...scope, limit, after })).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  return `/${API}/outcomes?${new URLSearchParams(parts).toString()}`;
}
