import type { CollaborationId, OutcomeId } from '../../domain/identifiers.js';
import type { Parsed } from '../../domain/money.js';
import type { Shape } from '../../domain/shape.js';
import type { Executed, Sender } from '../../ledger/execute.js';
import type { Deciding } from '../../ledger/ledger.js';

/** A kind of file of which each row is one command: which columns it has and what its cells say. Every kind has the columns `reference` (the row's own) and `collaboration`. */
interface Rows<Column extends string, Told> {
  /** What the ids of its commands are made of, beside collaboration and reference. */
  readonly names: 'stage' | 'finding' | 'link' | 'claim-weights' | 'incentive-receipt';
  readonly columns: readonly (Column | CommonColumn)[];
  /** Those that a file may leave out. */
  readonly optional: readonly Column[];
  /** What a row tells beside the common columns. */
  readonly shape: Shape<Told>;
  /** The same as JSON, from the cells of a row; what cannot be read at all is told to `read`. */
  wireOf(cell: Cell<Column>, read: Read<Column>): object;
  /** The column of each field, where the two have different names. */
  readonly columnOf: Readonly<Record<string, Column>>;
}

/** Rows that are each about an outcome, which the column `outcome` names: the reference under which it was imported or, if it is a UUID, its id. */
export interface OutcomeRows<Column extends string, Told> extends Rows<Column, Told> {
  readonly of: 'outcome';
  /** Records what a row tells, over a ledger that may be a draft. Refuses what the same command refuses over HTTP. */
  record(ledger: Deciding, sender: Sender, row: ToldOf<Told>): Promise<Executed>;
}

/** Rows that are each about a collaboration, and no outcome of it. */
export interface CollaborationRows<Column extends string, Told> extends Rows<Column, Told> {
  readonly of: 'collaboration';
  record(ledger: Deciding, sender: Sender, row: Omit<ToldOf<Told>, 'outcomeId'>): Promise<Executed>;
}

/** A kind of file, and how what its rows tell is recorded. */
export type RowKind<Column extends string, Told> = OutcomeRows<Column, Told> | CollaborationRows<Column, Told>;

export const COMMON_COLUMNS = ['reference', 'collaboration', 'outcome'] as const;
export type CommonColumn = (typeof COMMON_COLUMNS)[number];

/** The text in a cell; empty where the file has no such column. */
export type Cell<Column extends string> = (column: Column) => string;
/** Gives what was read of a cell; what could not be read becomes a fault of its column, and `undefined`. */
export type Read<Column extends string> = <T>(column: Column, parsed: Parsed<T>) => T | undefined;

/** What a row tells, of which outcome. */
export interface ToldOf<Told> {
  readonly collaboration: CollaborationId;
  readonly outcomeId: OutcomeId;
  readonly told: Told;
}

/** The column from which a field was read; that of the whole where a part of it has none of its own. */
export function columnIn({ columnOf }: Pick<RowKind<string, unknown>, 'columnOf'>, field: string): string {
  const [whole = ''] = field.split('.');
  return field === 'outcomeId' ? 'outcome' : (columnOf[field] ?? columnOf[whole] ?? field);
}
