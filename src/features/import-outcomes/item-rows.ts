import type { PersonId } from '../../domain/identifiers.js';
import type { Draft } from '../../ledger/draft.js';
import type { Executed } from '../../ledger/execute.js';
import { normalised } from '../../ledger/item-identity.js';
import type { Ledger } from '../../ledger/ledger.js';
import { recordByItem, recordInDraft } from '../../ledger/record-item.js';
import type { ItemRow } from './row-decider.js';

/** A row with an item, and what became of it. */
export interface DoneRow {
  readonly row: ItemRow;
  readonly done: Executed;
}

/**
 * Records each row for itself. Those of one item go one after another, because the first of them is what the item is counted by; different items have nothing to do
 * with each other.
 */
export async function recordEachItem(
  ledger: Ledger,
  actor: PersonId,
  rows: readonly ItemRow[],
): Promise<readonly DoneRow[]> {
  const byItem = Map.groupBy(rows, ({ item }) => `${item.scheme}\n${normalised(item.reference)}`);
  const done = await Promise.all(
    [...byItem.values()].map((ofOne) =>
      inTurn(ofOne, ({ commandId: id, collaboration, outcome, item }) =>
        recordByItem(ledger, { id, actor }, { collaboration, outcome }, item),
      ),
    ),
  );
  return done.flat();
}

/** Records rows in a draft, one after another: each meets those before it. */
export function recordItemsIn(
  draft: Draft,
  ledger: Ledger,
  actor: PersonId,
  rows: readonly ItemRow[],
): Promise<readonly DoneRow[]> {
  return inTurn(rows, ({ commandId: id, collaboration, outcome, item }) =>
    recordInDraft(ledger, draft, { id, actor }, { collaboration, outcome }, item),
  );
}

async function inTurn(
  rows: readonly ItemRow[],
  record: (row: ItemRow) => Promise<Executed>,
): Promise<readonly DoneRow[]> {
  const done: DoneRow[] = [];
  for (const row of rows) done.push({ row, done: await record(row) });
  return done;
}
