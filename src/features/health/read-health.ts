import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { Ledger } from '../../ledger/ledger.js';

/** What the service finds when it looks at itself. */
export interface Health {
  readonly isReady: boolean;
  readonly database: 'reachable' | 'away';
  /** The last entry of the ledger; `null` when the database is away. */
  readonly entry: number | null;
  readonly projector: {
    /** The entry up to which figures are folded. */
    readonly entry: number;
    /** How many entries it is behind. */
    readonly lag: number;
    /** Why figures are incomplete from there on, if they are. */
    readonly stoppedBecause: string | null;
  } | null;
}

export class ReadHealth extends Query<Health> {}

@QueryHandler(ReadHealth)
export class ReadHealthHandler implements IQueryHandler<ReadHealth> {
  constructor(private readonly ledger: Ledger) {}

  async execute(): Promise<Health> {
    const [checkpoint, head] = await Promise.allSettled([this.ledger.model.checkpoint(), this.ledger.store.head()]);
    if (checkpoint.status === 'rejected' || head.status === 'rejected') {
      return { isReady: false, database: 'away', entry: null, projector: null };
    }
    const { entry, stoppedBecause } = checkpoint.value;
    return {
      isReady: stoppedBecause === undefined,
      database: 'reachable',
      entry: head.value,
      projector: { entry, lag: Math.max(0, head.value - entry), stoppedBecause: stoppedBecause ?? null },
    };
  }
}
