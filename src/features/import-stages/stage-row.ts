import {
  parseSlug,
  parseUuid,
  type CollaborationId,
  type CommandId,
  type OutcomeId,
} from '../../domain/identifiers.js';
import type { Parsed } from '../../domain/money.js';
import { stageShape, type AssetStage } from '../../domain/outcome/asset-stages.js';
import { problemsIn } from '../../ledger/codec/problems-in.js';
import { fromWire } from '../../ledger/codec/shape-codec.js';
import { commandIdFor } from '../../ledger/commands.js';
import { parsePence } from '../../web/cells.js';
import { FOREIGN_COLUMNS, FOREIGN_FIELDS, foreignIn } from '../../web/foreign-cells.js';

/** The columns of a file of stages. `outcome` is the recorder's own reference of the asset or, if it is a UUID, its id; `reference` that of the row. */
export const STAGE_COLUMNS = [
  'reference',
  'collaboration',
  'outcome',
  'stage',
  'occurred_on',
  'amount_gbp',
  'interest_gbp',
  'ground',
  'document',
  'document_dated',
  ...FOREIGN_COLUMNS,
] as const;
export type StageColumn = (typeof STAGE_COLUMNS)[number];
/** Those that every file has. */
export const NEEDED: readonly StageColumn[] = STAGE_COLUMNS.slice(0, 6);

/** A row that can be put to the ledger. */
export interface StageRow {
  readonly commandId: CommandId;
  readonly collaboration: CollaborationId;
  /** The id of the outcome, or the command by which a row of an import recorded it. */
  readonly asset: { readonly outcomeId: OutcomeId } | { readonly recordedBy: CommandId };
  readonly stage: AssetStage;
}

export interface RowFault {
  readonly field: string;
  readonly reason: string;
}

const REFERENCE_LENGTH = 100;

/** Reads the cells of one row, by column; gives the stage or every fault that the row itself shows. */
export function readStageRow(cell: (column: StageColumn) => string): StageRow | readonly RowFault[] {
  const faults: RowFault[] = [];
  const read = <T>(field: StageColumn, parsed: Parsed<T>): T | undefined => {
    if (parsed.ok) return parsed.value;
    faults.push({ field, reason: parsed.reason });
    return undefined;
  };
  for (const field of ['reference', 'outcome'] as const) {
    if (cell(field).trim() === '' || cell(field).length > REFERENCE_LENGTH)
      faults.push({ field, reason: `has to be 1 to ${REFERENCE_LENGTH} characters` });
  }
  const collaboration = parseSlug<CollaborationId>(cell('collaboration'));
  if (collaboration === undefined)
    faults.push({ field: 'collaboration', reason: `"${cell('collaboration')}" is not a slug` });
  const wire = wireOf(cell, read);
  const inWire = problemsIn(stageShape, wire).map(({ field, reason }) => ({ field: columnOf(field), reason }));
  const all = [...faults, ...inWire.filter(({ field }) => !faults.some((fault) => fault.field === field))];
  if (all.length > 0 || collaboration === undefined) return all;
  const named = parseUuid<OutcomeId>(cell('outcome').toLowerCase());
  return {
    commandId: commandIdFor(collaboration, 'stage', cell('reference')),
    collaboration,
    asset:
      named === undefined
        ? { recordedBy: commandIdFor(collaboration, 'outcome', cell('outcome')) }
        : { outcomeId: named },
    stage: fromWire(stageShape, wire),
  };
}

type Read = <T>(column: StageColumn, parsed: Parsed<T>) => T | undefined;

function wireOf(cell: (column: StageColumn) => string, read: Read): object {
  const told = (column: StageColumn): boolean => cell(column) !== '';
  return {
    stage: cell('stage'),
    occurredOn: cell('occurred_on'),
    amountPence: read('amount_gbp', parsePence(cell('amount_gbp'))),
    ...(told('interest_gbp') && { interestPence: read('interest_gbp', parsePence(cell('interest_gbp'))) }),
    ...(told('ground') && { ground: cell('ground') }),
    ...((told('document') || told('document_dated')) && {
      reference: { document: cell('document'), dated: cell('document_dated') },
    }),
    ...foreignIn(cell, read),
  };
}

const COLUMN_OF: Readonly<Record<string, string>> = {
  occurredOn: 'occurred_on',
  amountPence: 'amount_gbp',
  interestPence: 'interest_gbp',
  'reference.document': 'document',
  'reference.dated': 'document_dated',
  ...FOREIGN_FIELDS,
};

/** The column from which a field of a stage was read. */
export function columnOf(field: string): string {
  return COLUMN_OF[field] ?? field;
}
