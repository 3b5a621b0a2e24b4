import type { Item, OutcomeClaimed, OutcomeRecorded } from '../domain/outcome/events.js';
import { recordItem } from '../domain/outcome/claim-outcome.js';
import type { RecordOutcome } from '../domain/outcome/record-outcome.js';
import type { Decision } from '../domain/decision.js';
import { itemOutcomeId, recordOutcomeContent } from './commands.js';
import type { Draft } from './draft.js';
import { execute, type Executed, type Sender, type Writing } from './execute.js';
import type { ItemReference } from '../domain/outcome/item-reference.js';
import type { Ledger } from './ledger.js';
import { withPredecessor } from './savings.js';
import { outcomeAggregate } from './streams.js';

/**
 * Records an outcome of which the item is known, in the stream that is the item's own: the first record of it starts the outcome, another unit's becomes a claim. The
 * reference is turned into a token here and goes no further. Refuses item-key-differs, unknown-collaboration, and what `recordItem` refuses.
 */
export async function recordByItem(
  ledger: Ledger,
  sender: Sender,
  told: RecordOutcome,
  reference: ItemReference,
): Promise<Executed> {
  const identified = await ledger.items.identify(reference);
  if (!identified.ok) return identified;
  const item = identified.value;
  return ledger.turns.take(itemOutcomeId(item), () => recordIdentified(ledger, ledger, sender, told, item));
}

/**
 * The same in a draft, where it meets what was recorded there before. Takes no turn: whoever has it may wait for the transaction that the draft belongs to.
 */
export async function recordInDraft(
  ledger: Ledger,
  draft: Draft,
  sender: Sender,
  told: RecordOutcome,
  reference: ItemReference,
): Promise<Executed> {
  const identified = await ledger.items.identify(reference, draft);
  if (!identified.ok) return identified;
  return recordIdentified(ledger, { store: draft, now: ledger.now }, sender, told, identified.value, draft);
}

async function recordIdentified(
  { agreements, store }: Ledger,
  writing: Writing,
  sender: Sender,
  told: RecordOutcome,
  item: Item,
  draft?: Draft,
): Promise<Executed> {
  const { collaboration } = told;
  const outcome = { ...told.outcome, item };
  const id = itemOutcomeId(item);
  const content = recordOutcomeContent(collaboration, outcome);
  const context = await agreements.contextFor(collaboration, writing.now());
  if (context === undefined) return { ok: false, refusal: { code: 'unknown-collaboration', collaboration } };
  const carriedOn = await withPredecessor(store, outcome, context, draft);
  return execute(
    writing,
    outcomeAggregate(id),
    { ...sender, content },
    (state): Decision<OutcomeRecorded | OutcomeClaimed> => recordItem({ collaboration, outcome }, id, state, carriedOn),
  );
}
