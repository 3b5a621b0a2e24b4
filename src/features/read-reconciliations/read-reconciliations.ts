import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ReconciliationsAnswer } from '../../../projections/reconciliation-answer.js';
import type { Checked } from '../../domain/decision.js';
import type { CollaborationId } from '../../domain/identifiers.js';
import { reconciliationsFor } from '../../ledger/answer-reconciliations.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadReconciliations extends Query<Checked<ReconciliationsAnswer>> {
  constructor(
    readonly collaboration: CollaborationId,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadReconciliations)
export class ReadReconciliationsHandler implements IQueryHandler<ReadReconciliations> {
  constructor(private readonly ledger: Ledger) {}

  execute({ collaboration, asAt }: ReadReconciliations): Promise<Checked<ReconciliationsAnswer>> {
    return reconciliationsFor(this.ledger, collaboration, asAt);
  }
}
