import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ComparisonAnswer, ComparisonQuestion } from '../../../projections/comparison.js';
import type { Checked } from '../../domain/decision.js';
import { comparisonFor } from '../../ledger/answer-comparison.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadComparison extends Query<Checked<ComparisonAnswer>> {
  constructor(
    readonly question: ComparisonQuestion,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadComparison)
export class ReadComparisonHandler implements IQueryHandler<ReadComparison> {
  constructor(private readonly ledger: Ledger) {}

  execute({ question, asAt }: ReadComparison): Promise<Checked<ComparisonAnswer>> {
    return comparisonFor(this.ledger, question, asAt);
  }
}
