import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { IncentivesAnswer } from '../../../projections/incentive-answer.js';
import type { IncentiveQuestion } from '../../../projections/incentives.js';
import type { Checked } from '../../domain/decision.js';
import { incentivesFor } from '../../ledger/answer-incentives.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadIncentives extends Query<Checked<IncentivesAnswer>> {
  constructor(
    readonly question: IncentiveQuestion,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadIncentives)
export class ReadIncentivesHandler implements IQueryHandler<ReadIncentives> {
  constructor(private readonly ledger: Ledger) {}

  execute({ question, asAt }: ReadIncentives): Promise<Checked<IncentivesAnswer>> {
    return incentivesFor(this.ledger, question, asAt);
  }
}
