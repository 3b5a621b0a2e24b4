import { refuse, type Decision } from '../../domain/decision.js';
import type { OutcomeId, PersonId } from '../../domain/identifiers.js';
import type { OutcomeDetails, OutcomeRecorded } from '../../domain/outcome/events.js';
import { recordOutcome } from '../../domain/outcome/record-outcome.js';
import { commandIdFor, outcomeIdFor, recordOutcomeContent } from '../../ledger/commands.js';
import type { Draft } from '../../ledger/draft.js';
import { entryIdOf, executeNew, type Executed } from '../../ledger/execute.js';
import { normalised } from '../../ledger/item-identity.js';
import type { Ledger } from '../../ledger/ledger.js';
import { recordByItem, recordInDraft } from '../../ledger/record-item.js';
import { withPredecessor } from '../../ledger/savings.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import { outcomeIdOf, outcomeStream } from '../../ledger/streams.js';
import type { DependentRow } from './row-decider.js';

/** A row that depends on what was recorded before it, and what became of it. */
export interface DoneRow {
  readonly row: DependentRow;
  readonly done: Executed;
}

/** Where rows are recorded, and by whom: in a draft, or where there is none in the ledger itself. */
export interface RecordingRows {
  readonly ledger: Ledger;
  readonly actor: PersonId;
  readonly draft?: Draft;
}

/** Records rows one after another, in their order: each meets those before it. */
export async function recordInTurn(to: RecordingRows, rows: readonly DependentRow[]): Promise<readonly DoneRow[]> {
  const done: DoneRow[] = [];
  for (const row of rows) done.push({ row, done: await recordRow(to, row) });
  return done;
}

/**
 * Records each row for itself. Those of one item go one after another, because the first of them is what the item is counted by; different items have nothing to do
 * with each other, unless one of the rows carries on a saving that may be another's.
 */
export async function recordEach(to: RecordingRows, rows: readonly DependentRow[]): Promise<readonly DoneRow[]> {
  if (rows.some(({ carriesOn }) => carriesOn !== undefined)) return recordInTurn(to, rows);
  const byItem = Map.groupBy(rows, ({ item }) => item && `${item.scheme}\n${normalised(item.reference)}`);
  const done = await Promise.all([...byItem.values()].map((ofOne) => recordInTurn(to, ofOne)));
  return done.flat();
}

async function recordRow(to: RecordingRows, row: DependentRow): Promise<Executed> {
  const { collaboration, carriesOn, item } = row;
  const { ledger, actor, draft } = to;
  const sender = { id: row.commandId, actor };
  const told = { collaboration, outcome: carriesOn === undefined ? row.outcome : await carrying(to, row, carriesOn) };
  const recorded =
    item === undefined
      ? recordOwn(to, row, told.outcome)
      : draft === undefined
        ? recordByItem(ledger, sender, told, item)
        : recordInDraft(ledger, draft, sender, told, item);
  return carriesOn === undefined ? recorded : inWordsOf(carriesOn, await recorded);
}

/** The outcome with the id of the saving that it carries on: one that has an item is in the item's stream, which only the entry of its own row tells. */
async function carrying(
  { ledger, draft }: RecordingRows,
  { collaboration, outcome }: DependentRow,
  carriesOn: string,
): Promise<OutcomeDetails> {
  const recordedBy = commandIdFor(collaboration, 'outcome', carriesOn);
  const [recorded] = decodeAll(await (draft ?? ledger.store).readByIds([entryIdOf(recordedBy)]));
  const carriedFrom: OutcomeId = outcomeIdOf(recorded?.entry.stream ?? '') ?? outcomeIdFor(recordedBy);
  return outcome.kind === 'saving' ? { ...outcome, carriedFrom } : outcome;
}

async function recordOwn(
  { ledger, actor, draft }: RecordingRows,
  { collaboration, commandId: id }: DependentRow,
  outcome: OutcomeDetails,
): Promise<Executed> {
  const content = recordOutcomeContent(collaboration, outcome);
  const context = await ledger.agreements.contextFor(collaboration, ledger.now());
  const decision: Decision<OutcomeRecorded> =
    context === undefined
      ? refuse({ code: 'unknown-collaboration', collaboration })
      : recordOutcome({ collaboration, outcome }, await withPredecessor(ledger.store, outcome, context, draft));
  const writing = { store: draft ?? ledger.store, now: ledger.now };
  return executeNew(writing, outcomeStream(outcomeIdFor(id)), { id, actor, content }, decision);
}

/** A saving that is not there is named as the row names it. */
function inWordsOf(carriesOn: string, done: Executed): Executed {
  if (done.ok || done.refusal.code !== 'unknown-predecessor') return done;
  return { ok: false, refusal: { ...done.refusal, outcome: `"${carriesOn}"` } };
}
