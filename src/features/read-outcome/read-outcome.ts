import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { OutcomeId } from '../../domain/identifiers.js';
import { evolveOutcome, unrecorded, type Outcome } from '../../domain/outcome/outcome.js';
import { decodeAll, type RecordedEntry } from '../../ledger/stored-entry.js';
import { Ledger } from '../../ledger/ledger.js';
import { isOutcomeEvent, outcomeStream } from '../../ledger/streams.js';

/** An outcome with the entries that made it, in order. */
export interface OutcomeOnRecord {
  readonly outcome: Exclude<Outcome, { status: 'unrecorded' }>;
  readonly entries: readonly RecordedEntry[];
  /** `undefined` while its last entry is not counted yet. */
  readonly entry: number | undefined;
  readonly revision: number;
}

/** Gives `undefined` for an outcome that was never recorded. */
export class ReadOutcome extends Query<OutcomeOnRecord | undefined> {
  constructor(readonly outcomeId: OutcomeId) {
    super();
  }
}

@QueryHandler(ReadOutcome)
export class ReadOutcomeHandler implements IQueryHandler<ReadOutcome> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ outcomeId }: ReadOutcome): Promise<OutcomeOnRecord | undefined> {
    const entries = decodeAll(await this.ledger.store.readStream(outcomeStream(outcomeId)));
    const outcome = entries.reduce<Outcome>(
      (folded, { entry: { event } }) => (isOutcomeEvent(event) ? evolveOutcome(folded, event) : folded),
      unrecorded,
    );
    const last = entries.at(-1);
    if (outcome.status === 'unrecorded' || last === undefined) return undefined;
    return { outcome, entries, entry: last.number, revision: last.entry.revision };
  }
}
