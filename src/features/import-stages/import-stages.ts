import type { PersonId } from '../../domain/identifiers.js';
import { refusalReason, refusedField, type Refusal } from '../../domain/refusals.js';
import { recordAssetStage } from '../../domain/outcome/record-asset-stage.js';
import { Unreadable } from '../../ledger/codec/json.js';
import { recordAssetStageContent } from '../../ledger/commands.js';
import { execute, type Executed } from '../../ledger/execute.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeAggregate } from '../../ledger/streams.js';
import { columnOf, NEEDED, readStageRow, STAGE_COLUMNS, type StageColumn, type StageRow } from './stage-row.js';

/** One thing that is wrong with one row. */
export interface StageRowError {
  readonly line: number;
  readonly field: string;
  readonly code: Refusal['code'] | 'malformed-request';
  readonly reason: string;
}

/** What became of a file of stages. */
export interface StagesReport {
  readonly rows: number;
  readonly recorded: number;
  readonly alreadyRecorded: number;
  readonly refused: number;
  readonly errors: readonly StageRowError[];
}

/** A row of the file: its cells and the line that it starts on. */
export interface FileRow {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Records the stages of a file, row by row and in the order of the file: each is decided on what the rows before it left, so a good row stands whatever becomes of the
 * others. The same file twice records nothing twice; a row that changed is a conflict by name. The first row names the columns, in any order.
 * Throws `Unreadable` when it does not.
 */
export async function importStages(
  ledger: Ledger,
  [header, ...rows]: readonly FileRow[],
  actor: PersonId,
): Promise<StagesReport> {
  const places = placesOf(header);
  const errors: StageRowError[] = [];
  let [recorded, alreadyRecorded, refused] = [0, 0, 0];
  for (const { line, cells } of rows) {
    const row = readStageRow((column) => cells[places.get(column) ?? -1] ?? '');
    if (!('stage' in row)) {
      refused += 1;
      errors.push(...row.map((fault) => ({ line, code: 'malformed-request' as const, ...fault })));
      continue;
    }
    const done = await record(ledger, row, actor);
    if (!done.ok) {
      refused += 1;
      errors.push({ line, ...errorOf(done.refusal) });
    } else if (done.receipt?.isRepeat === true) alreadyRecorded += 1;
    else recorded += 1;
  }
  return { rows: rows.length, recorded, alreadyRecorded, refused, errors };
}

function record(ledger: Ledger, { commandId, outcomeId, stage }: StageRow, actor: PersonId): Promise<Executed> {
  const command = { id: commandId, actor, content: recordAssetStageContent(outcomeId, stage) };
  return execute(ledger, outcomeAggregate(outcomeId), command, async (outcome) => {
    const unknown = { accepted: false, refusal: { code: 'unknown-outcome', outcome: outcomeId } } as const;
    if (outcome.status === 'unrecorded') return unknown;
    const context = await ledger.agreements.contextFor(outcome.collaboration, ledger.now());
    return context === undefined ? unknown : recordAssetStage({ outcomeId, stage }, outcome, context);
  });
}

function errorOf(refusal: Refusal): Omit<StageRowError, 'line'> {
  const isConflict = refusal.code === 'idempotency-conflict';
  const field = isConflict ? 'reference' : columnOf(refusedField(refusal));
  const differing = isConflict ? refusal.fields.map(columnOf).join(', ') : '';
  const reason = isConflict
    ? `was recorded with other content before; what differs: ${differing}`
    : refusalReason(refusal);
  return { field, code: refusal.code, reason };
}

function placesOf(header: FileRow | undefined): ReadonlyMap<StageColumn, number> {
  if (header === undefined) throw new Unreadable('line 1', 'the file is empty; its first line names the columns');
  const places = new Map<StageColumn, number>();
  for (const [place, name] of header.cells.entries()) {
    const column = STAGE_COLUMNS.find((known) => known === name.trim());
    if (column === undefined || places.has(column)) {
      const reason = `"${name}" is no column, or is there twice; the columns are ${STAGE_COLUMNS.join(', ')}`;
      throw new Unreadable(`line ${header.line}`, reason);
    }
    places.set(column, place);
  }
  const missing = NEEDED.filter((column) => !places.has(column));
  if (missing.length > 0)
    throw new Unreadable(`line ${header.line}`, `these columns are missing: ${missing.join(', ')}`);
  return places;
}
