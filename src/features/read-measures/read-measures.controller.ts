import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Measure } from '../../domain/measure/catalogue.js';
import { apartOver } from '../../domain/measure/versions.js';
import { ApiReads } from '../../web/api-docs.js';
import { API } from '../../web/outcome-answer.js';
import { refuseQuery } from '../../web/query-fields.js';
import { ReadMeasures } from './read-measures.js';

const EXAMPLE = {
  measure: 'arrests',
  title: 'Arrests made/facilitated',
  measuredIn: 'count',
  additivity: 'additive',
  definition: { is: 'sum', of: ['arrests-made', 'arrests-facilitated'] },
  benefit: 'Reduction of harm in communities',
  rule: 'Arrests made and arrests facilitated, added up.',
  version: 1,
  notOver: [],
  versions: [
    {
      version: 1,
      from: null,
      rule: 'Arrests made and arrests facilitated, added up.',
      definition: { is: 'sum', of: ['arrests-made', 'arrests-facilitated'] },
      counts: null,
    },
  ],
};

@Controller(`${API}/measures`)
export class ReadMeasuresController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiReads({
    summary: 'What is counted and how, and the lines of each statement',
    answer: {
      revision: 30,
      measures: [EXAMPLE],
      statements: [
        {
          statement: 'benefits-realised',
          lines: [{ measure: 'arrests', benefit: EXAMPLE.benefit, title: EXAMPLE.title }],
        },
      ],
      deflators: null,
    },
  })
  async read(@Query() query: unknown): Promise<object> {
    refuseQuery(query);
    const { revision, measures, versions, statements, deflators } = await this.queries.execute(new ReadMeasures());
    return {
      revision,
      measures: [...measures.values()].map((each) => viewMeasure(each, versions.get(each.measure) ?? [])),
      statements: [...statements].map(([statement, lines]) => ({ statement, lines })),
      deflators: deflators ?? null,
    };
  }
}

/** A measure as its last version says, and every version of its rule. */
function viewMeasure(latest: Measure, versions: readonly Measure[]): object {
  const { measure, title, measuredIn, additivity, definition, benefit, rule, version } = latest;
  return {
    ...{ measure, title, measuredIn, additivity, definition, benefit, rule, version },
    notOver: apartOver(latest),
    versions: versions.map(viewVersion),
  };
}

/** `from` is the day from which it is in force; `null` where it names none and holds since ever. */
function viewVersion({ version, from, rule, definition, counts }: Measure): object {
  return { version, from: from ?? null, rule, definition, counts: counts ?? null };
}
