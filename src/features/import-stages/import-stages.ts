import type { OutcomeId, PersonId } from '../../domain/identifiers.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { refusalReason, refusedField, type Refusal } from '../../domain/refusals.js';
import { allOrNothing } from '../../ledger/all-or-nothing.js';
import { outcomeIdFor, recordAssetStageContent } from '../../ledger/commands.js';
import { Draft, type CommandStore } from '../../ledger/draft.js';
import { entryIdOf, execute, type Executed } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import { outcomeAggregate, outcomeIdOf } from '../../ledger/streams.js';
import type { ImportError, ImportMode, ImportReport } from '../../web/import-report.js';
import { rowsOf, type FileRow } from './stage-file.js';
import { columnOf, readStageRow, type StageRow } from './stage-row.js';

export interface StagesRequest {
  /** The file as it comes. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly actor: PersonId;
  /** `atomic`: all rows or none. `row-by-row`: each good row, whatever becomes of the others. */
  readonly mode: ImportMode;
  /** Say what would happen, and record nothing. */
  readonly dryRun: boolean;
}

/**
 * Records the stages of a file, in the order of the file: each is decided on what the rows before it left. The same file twice records nothing twice; a row that changed
 * is a conflict by name. Every bad row is named, not only the first. Throws `Unreadable` when the file as a whole cannot be read; nothing is recorded then.
 */
export async function importStages(ledger: Ledger, request: StagesRequest): Promise<ImportReport> {
  const { actor, mode, dryRun } = request;
  const rows = await rowsOf(request.bytes);
  const taken = async (store: CommandStore): Promise<Taken> => takeAll(ledger, store, rows, actor);
  const told = ({ recorded, ...others }: Taken, stands = true): ImportReport => ({
    ...{ mode, dryRun, rows: rows.length, recorded: stands ? recorded : 0 },
    ...others,
  });
  if (dryRun) return told(await taken(new Draft(ledger.store)));
  if (mode === 'row-by-row') return told(await taken(ledger.store));
  let together: Taken = { recorded: 0, alreadyRecorded: 0, refused: 0, errors: [] };
  const stands = await allOrNothing(ledger.store, async (write) => {
    together = await taken(new Draft(ledger.store, write));
    return together.refused === 0;
  });
  return told(together, stands);
}

type Taken = Pick<ImportReport, 'recorded' | 'alreadyRecorded' | 'refused' | 'errors'>;

async function takeAll(ledger: Ledger, store: CommandStore, rows: readonly FileRow[], actor: PersonId): Promise<Taken> {
  const errors: ImportError[] = [];
  let [recorded, alreadyRecorded, refused] = [0, 0, 0];
  for (const { line, cell } of rows) {
    const row = readStageRow(cell);
    if (!('stage' in row)) {
      refused += 1;
      errors.push(...row.map((fault) => ({ line, code: 'malformed-request' as const, ...fault })));
      continue;
    }
    const done = await record(ledger, store, row, actor);
    if (!done.ok) {
      refused += 1;
      errors.push({ line, ...errorOf(done.refusal) });
    } else if (done.receipt?.isRepeat === true) alreadyRecorded += 1;
    else recorded += 1;
  }
  return { recorded, alreadyRecorded, refused, errors };
}

async function record(ledger: Ledger, store: CommandStore, row: StageRow, actor: PersonId): Promise<Executed> {
  const { commandId, collaboration, stage } = row;
  const outcomeId = await outcomeIn(store, row);
  const command = { id: commandId, actor, content: recordAssetStageContent(outcomeId, stage) };
  return execute({ store, now: ledger.now }, outcomeAggregate(outcomeId), command, async (outcome) => {
    const unknown = { accepted: false, refusal: { code: 'unknown-outcome', outcome: outcomeId } } as const;
    // A row speaks for its own collaboration, whatever outcome it names.
    if (outcome.status === 'unrecorded' || outcome.collaboration !== collaboration) return unknown;
    const context = await ledger.agreements.contextFor(collaboration, ledger.now());
    return context === undefined ? unknown : recordAssetStage({ outcomeId, stage }, outcome, context);
  });
}

/** The outcome that a row names. One that has an item is in the item's stream, which only the entry of its own row tells. */
async function outcomeIn(store: CommandStore, { asset }: StageRow): Promise<OutcomeId> {
  if ('outcomeId' in asset) return asset.outcomeId;
  const [recorded] = decodeAll(await store.readByIds([entryIdOf(asset.recordedBy)]));
  return outcomeIdOf(recorded?.entry.stream ?? '') ?? outcomeIdFor(asset.recordedBy);
}

function errorOf(refusal: Refusal): Omit<ImportError, 'line'> {
  const isConflict = refusal.code === 'idempotency-conflict';
  const field = isConflict ? 'reference' : columnOf(refusedField(refusal));
  const differing = isConflict ? refusal.fields.map(columnOf).join(', ') : '';
  const reason = isConflict
    ? `was recorded with other content before; what differs: ${differing}`
    : refusalReason(refusal);
  return { field, code: refusal.code, reason };
}
