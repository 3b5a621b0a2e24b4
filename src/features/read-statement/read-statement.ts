import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { StatementAnswer, StatementQuestion } from '../../../projections/answers.js';
import type { Checked } from '../../domain/decision.js';
import { statementFor } from '../../ledger/answer-statement.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadStatement extends Query<Checked<StatementAnswer>> {
  constructor(
    readonly question: StatementQuestion,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadStatement)
export class ReadStatementHandler implements IQueryHandler<ReadStatement> {
  constructor(private readonly ledger: Ledger) {}

  execute({ question, asAt }: ReadStatement): Promise<Checked<StatementAnswer>> {
    return statementFor(this.ledger, question, asAt);
  }
}
