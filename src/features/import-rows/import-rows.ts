import type { PersonId } from '../../domain/identifiers.js';
import { allOrNothing } from '../../ledger/all-or-nothing.js';
import { Draft } from '../../ledger/draft.js';
import type { Executed } from '../../ledger/execute.js';
import type { Deciding, Ledger } from '../../ledger/ledger.js';
import { tableOf, type TableRow } from '../../web/csv-table.js';
import { rowErrorOf, type ImportError, type ImportMode, type ImportReport } from '../../web/import-report.js';
import { outcomeNamed } from './outcome-named.js';
import { readRow, type AskedRow } from './read-row.js';
import { columnIn, type RowKind } from './row-kind.js';

export interface RowsRequest {
  /** The file as it comes. */
  readonly bytes: AsyncIterable<Uint8Array>;
  readonly actor: PersonId;
  /** `atomic`: all rows or none. `row-by-row`: each good row, whatever becomes of the others. */
  readonly mode: ImportMode;
  /** Say what would happen, and record nothing. */
  readonly dryRun: boolean;
}

type AnyKind = RowKind<string, unknown>;

/**
 * Records what the rows of a file tell, in the order of the file: each is decided on what the rows before it left. All together, none gives a saving a grade which a row
 * before it makes or breaks (rests-on-row-above). The same file twice records nothing twice; a row that changed is a conflict by name. Every bad row is named, not only the first. Throws `Unreadable` when the file as a whole cannot be read; nothing is recorded then.
 */
export async function importRows(ledger: Ledger, kind: AnyKind, request: RowsRequest): Promise<ImportReport> {
  const { actor, mode, dryRun } = request;
  const rows = await tableOf(request.bytes, kind);
  const { agreements, savings, now } = ledger;
  const takenIn = async (draft: Draft): Promise<Taken> => {
    const inDraft = { draft, isTogether: mode === 'atomic' };
    return takeAll({ store: draft, agreements, savings, now, inDraft }, kind, rows, actor);
  };
  const told = ({ recorded, ...others }: Taken, stands = true): ImportReport => ({
    ...{ mode, dryRun, rows: rows.length, recorded: stands ? recorded : 0 },
    ...others,
  });
  if (dryRun) return told(await takenIn(new Draft(ledger.store)));
  if (mode === 'row-by-row') return told(await takeAll(ledger, kind, rows, actor));
  let together: Taken = { recorded: 0, alreadyRecorded: 0, refused: 0, errors: [] };
  const stands = await allOrNothing(ledger.store, async (write) => {
    together = await takenIn(new Draft(ledger.store, write));
    return together.refused === 0;
  });
  return told(together, stands);
}

type Taken = Pick<ImportReport, 'recorded' | 'alreadyRecorded' | 'refused' | 'errors'>;

async function takeAll(
  ledger: Deciding,
  kind: AnyKind,
  rows: readonly TableRow<string>[],
  actor: PersonId,
): Promise<Taken> {
  const errors: ImportError[] = [];
  let [recorded, alreadyRecorded, refused] = [0, 0, 0];
  for (const { line, cell, ragged } of rows) {
    const row = ragged === undefined ? readRow(kind, cell) : [{ field: 'row', reason: ragged }];
    if (!('told' in row)) {
      refused += 1;
      errors.push(...row.map((fault) => ({ line, code: 'malformed-request' as const, ...fault })));
      continue;
    }
    const done = await record(ledger, kind, row, actor);
    if (!done.ok) {
      refused += 1;
      errors.push({ line, ...rowErrorOf(done.refusal, (field) => columnIn(kind, field)) });
    } else if (done.receipt?.isRepeat === true) alreadyRecorded += 1;
    else recorded += 1;
  }
  return { recorded, alreadyRecorded, refused, errors };
}

async function record(ledger: Deciding, kind: AnyKind, row: AskedRow<unknown>, actor: PersonId): Promise<Executed> {
  const { commandId, collaboration, outcome, told } = row;
  const sender = { id: commandId, actor };
  if (kind.of === 'collaboration') return kind.record(ledger, sender, { collaboration, told });
  const named = await outcomeNamed(ledger.store, collaboration, outcome);
  if (!named.ok) return named;
  return kind.record(ledger, sender, { collaboration, outcomeId: named.value, told });
}
