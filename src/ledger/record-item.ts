import type { Item, OutcomeClaimed, OutcomeRecorded } from '../domain/outcome/events.js';
import { recordItem } from '../domain/outcome/claim-outcome.js';
import type { RecordOutcome } from '../domain/outcome/record-outcome.js';
import type { Decision } from '../domain/decision.js';
import { itemOutcomeId, recordOutcomeContent } from './commands.js';
import { execute, type Command, type Executed } from './execute.js';
import type { ItemReference } from '../domain/outcome/item-reference.js';
import type { Ledger } from './ledger.js';
import { outcomeAggregate } from './streams.js';

/**
 * Records an outcome of which the item is known, in the stream that is the item's own: the first record of it starts the outcome, another unit's becomes a claim. The
 * reference is turned into a token here and goes no further. Refuses item-key-differs, unknown-collaboration, and what `recordItem` refuses.
 */
export async function recordByItem(
  ledger: Ledger,
  sender: Omit<Command, 'content'>,
  told: RecordOutcome,
  reference: ItemReference,
): Promise<Executed> {
  const identified = await ledger.items.identify(reference);
  return identified.ok ? recordIdentified(ledger, sender, told, identified.value) : identified;
}

async function recordIdentified(
  ledger: Ledger,
  sender: Omit<Command, 'content'>,
  told: RecordOutcome,
  item: Item,
): Promise<Executed> {
  const { collaboration } = told;
  const outcome = { ...told.outcome, item };
  const id = itemOutcomeId(item);
  const aggregate = outcomeAggregate(id);
  const content = recordOutcomeContent(collaboration, outcome);
  const context = await ledger.agreements.contextFor(collaboration, ledger.now());
  if (context === undefined) return { ok: false, refusal: { code: 'unknown-collaboration', collaboration } };
  return ledger.turns.take(aggregate.stream, () =>
    execute(ledger, aggregate, { ...sender, content }, (state): Decision<OutcomeRecorded | OutcomeClaimed> =>
      recordItem({ collaboration, outcome }, id, state, context),
    ),
  );
}
