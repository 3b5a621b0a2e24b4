import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { checked, failed, type Checked } from '../../domain/decision.js';
import { partsOf } from '../../domain/measure/catalogue.js';
import type { MeasureId } from '../../domain/identifiers.js';
import { Ledger } from '../../ledger/ledger.js';
import type { OutcomesQuery, ReadModel } from '../../ledger/read-model.js';

export type OutcomesPage = Awaited<ReturnType<ReadModel['outcomes']>>;

/** `measure` may be a sum: then outcomes that post any part of it. */
export type OutcomesQuestion = Omit<OutcomesQuery, 'measures'> & { readonly measure?: MeasureId };

export class ListOutcomes extends Query<Checked<OutcomesPage>> {
  constructor(readonly question: OutcomesQuestion) {
    super();
  }
}

@QueryHandler(ListOutcomes)
export class ListOutcomesHandler implements IQueryHandler<ListOutcomes> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ question: { measure, ...query } }: ListOutcomes): Promise<Checked<OutcomesPage>> {
    const { collaboration } = query;
    if (collaboration !== undefined && (await this.ledger.agreements.collaboration(collaboration)) === undefined) {
      return failed({ code: 'unknown-collaboration', collaboration });
    }
    if (measure === undefined) return checked(await this.ledger.model.outcomes(query));
    const measures = partsOf(await this.ledger.agreements.catalogue(), measure);
    if (measures.length === 0) {
      const because = 'is not in the catalogue of measures';
      return failed({ code: 'unknown-measure', field: 'measure', measure, because });
    }
    return checked(await this.ledger.model.outcomes({ ...query, measures }));
  }
}
