import type { OutcomeClaimed, OutcomeRecorded } from '../domain/outcome/events.js';
import { recordItem } from '../domain/outcome/claim-outcome.js';
import type { RecordOutcome } from '../domain/outcome/record-outcome.js';
import type { Decision } from '../domain/decision.js';
import { itemOutcomeId, recordOutcomeContent } from './commands.js';
import type { Draft } from './draft.js';
import { execute, type Executed, type Sender, type Writing } from './execute.js';
import type { ItemReference } from '../domain/outcome/item-reference.js';
import { StoreBusy, type Append, type AppendResult } from './event-store.js';
import type { Identified } from './item-keys.js';
import type { Ledger } from './ledger.js';
import { withPredecessor } from './savings.js';
import { outcomeAggregate } from './streams.js';

/**
 * Records an outcome of which the item is known, in the stream that is the item's own: the first record of it starts the outcome, another unit's becomes a claim. The
 * reference is turned into a token here and goes no further. Written only while the versions of the item key are those by which the item was looked for: else it is looked for again.
 * Refuses item-key-differs, unknown-collaboration, and what `recordItem` refuses.
 */
export function recordByItem(
  ledger: Ledger,
  sender: Sender,
  told: RecordOutcome,
  reference: ItemReference,
): Promise<Executed> {
  return whileKeysStand(ledger, async () => {
    const identified = await ledger.items.identify(reference);
    if (!identified.ok) return identified;
    const { item } = identified.value;
    return ledger.turns.take(itemOutcomeId(item), () =>
      recordIdentified(ledger, ledger, sender, told, identified.value),
    );
  });
}

/**
 * The same in a draft, where it meets what was recorded there before. Takes no turn: whoever has it may wait for the transaction that the draft belongs to.
 */
export function recordInDraft(
  ledger: Ledger,
  draft: Draft,
  sender: Sender,
  told: RecordOutcome,
  reference: ItemReference,
): Promise<Executed> {
  return whileKeysStand(ledger, async () => {
    const identified = await ledger.items.identify(reference, draft);
    if (!identified.ok) return identified;
    return recordIdentified(ledger, { store: draft, now: ledger.now }, sender, told, identified.value, draft);
  });
}

/** A further version of the item key was set after an item was looked for: somebody else may know it by that one. */
class KeysMovedOn extends Error {
  override readonly name = 'KeysMovedOn';
}

const ATTEMPTS = 3;

async function whileKeysStand({ agreements }: Ledger, record: () => Promise<Executed>): Promise<Executed> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    try {
      return await record();
    } catch (error) {
      if (!(error instanceof KeysMovedOn)) throw error;
      agreements.refresh();
    }
  }
  throw new StoreBusy('Versions of the item key were set while this item was being recorded.');
}

/** Writes beside the versions of the key. Throws `KeysMovedOn` when that is why something cannot be written. */
function writingBeside(writing: Writing, beside: Identified['beside']): Writing {
  const { store } = writing;
  const append = async (given: Append): Promise<AppendResult> => {
    const result = await store.append({ ...given, beside });
    if (result.kind !== 'conflict') return result;
    if ((await store.readStream(beside.stream, beside.revision + 1)).length > 0) throw new KeysMovedOn();
    return result;
  };
  return {
    now: () => writing.now(),
    store: {
      append,
      atomically: (work) => store.atomically(work),
      readStream: (stream, fromRevision) => store.readStream(stream, fromRevision),
      readByIds: (ids) => store.readByIds(ids),
    },
  };
}

async function recordIdentified(
  { agreements, store }: Ledger,
  writing: Writing,
  sender: Sender,
  told: RecordOutcome,
  { item, beside }: Identified,
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
    writingBeside(writing, beside),
    outcomeAggregate(id),
    { ...sender, content },
    (state): Decision<OutcomeRecorded | OutcomeClaimed> => recordItem({ collaboration, outcome }, id, state, carriedOn),
  );
}
