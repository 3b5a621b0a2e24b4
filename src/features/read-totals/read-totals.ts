import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { TotalsAnswer, TotalsQuestion } from '../../../projections/answers.js';
import type { Checked } from '../../domain/decision.js';
import { totalsFor } from '../../ledger/answer-totals.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadTotals extends Query<Checked<TotalsAnswer>> {
  constructor(
    readonly question: TotalsQuestion,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadTotals)
export class ReadTotalsHandler implements IQueryHandler<ReadTotals> {
  constructor(private readonly ledger: Ledger) {}

  execute({ question, asAt }: ReadTotals): Promise<Checked<TotalsAnswer>> {
    return totalsFor(this.ledger, question, asAt);
  }
}
