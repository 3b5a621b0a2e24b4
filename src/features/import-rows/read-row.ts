import { parseSlug, type CollaborationId, type CommandId, slugWords } from '../../domain/identifiers.js';
import type { Parsed } from '../../domain/money.js';
import { problemsIn } from '../../ledger/codec/problems-in.js';
import { fromWire, NO_SUCH_FIELD } from '../../ledger/codec/shape-codec.js';
import { commandIdFor } from '../../ledger/commands.js';
import { columnIn, type Cell, type CommonColumn, type RowKind } from './row-kind.js';

/** A row that can be put to the ledger. */
export interface AskedRow<Told> {
  readonly commandId: CommandId;
  readonly collaboration: CollaborationId;
  /** The outcome as the row names it; empty where rows are of none. */
  readonly outcome: string;
  readonly told: Told;
}

export interface RowFault {
  readonly field: string;
  readonly reason: string;
}

const REFERENCE_LENGTH = 100;

/** Reads the cells of one row, by column; gives what it asks or every fault that the row itself shows. */
export function readRow<Column extends string, Told>(
  kind: RowKind<Column, Told>,
  cell: Cell<Column | CommonColumn>,
): AskedRow<Told> | readonly RowFault[] {
  const faults: RowFault[] = [];
  const read = <T>(field: string, parsed: Parsed<T>): T | undefined => {
    if (parsed.ok) return parsed.value;
    faults.push({ field, reason: parsed.reason });
    return undefined;
  };
  const reference = read('reference', parseReference(cell('reference')));
  const outcome = kind.of === 'outcome' ? read('outcome', parseReference(cell('outcome'))) : '';
  const collaboration = read('collaboration', parseCollaboration(cell('collaboration')));
  // What could not be read is a fault already, and not a field without a value as well.
  const wire = Object.fromEntries(Object.entries(kind.wireOf(cell, read)).filter(([, told]) => told !== undefined));
  const inWire = problemsIn(kind.shape, wire).map(({ field, reason }) => ({
    field: columnIn(kind, field),
    reason: reason.startsWith(NO_SUCH_FIELD) ? 'does not go with the rest of the row; leave it empty' : reason,
  }));
  const all = [...faults, ...inWire.filter(({ field }) => !faults.some((fault) => fault.field === field))];
  if (all.length > 0 || reference === undefined || outcome === undefined || collaboration === undefined) return all;
  const commandId = commandIdFor(collaboration, kind.names, reference);
  return { commandId, collaboration, outcome, told: fromWire(kind.shape, wire) };
}

/** Reads a reference of the recorder's own, which is a text of any kind. */
export function parseReference(given: string): Parsed<string> {
  return given.trim() === '' || given.length > REFERENCE_LENGTH
    ? { ok: false, reason: `has to be 1 to ${REFERENCE_LENGTH} characters` }
    : { ok: true, value: given };
}

function parseCollaboration(given: string): Parsed<CollaborationId> {
  const value = parseSlug<CollaborationId>(given);
  return value === undefined
    ? { ok: false, reason: `has to be ${slugWords('yorkshire-and-the-humber-joint-working')} (it is "${given}")` }
    : { ok: true, value };
}
