import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { Measure } from '../../domain/measure/catalogue.js';
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
    const { revision, measures, statements, deflators } = await this.queries.execute(new ReadMeasures());
    return {
      revision,
      measures: [...measures.values()].map(viewMeasure),
      statements: [...statements].map(([statement, lines]) => ({ statement, lines })),
      deflators: deflators ?? null,
    };
  }
}

function viewMeasure({ measure, title, measuredIn, additivity, definition, benefit, rule, version }: Measure): object {
  return { measure, title, measuredIn, additivity, definition, benefit, rule, version };
}
