import type { CollaborationId, CommandId, OutcomeId, PersonId } from '../../domain/identifiers.js';
import { recordOutcome, type OutcomeContext } from '../../domain/outcome/record-outcome.js';
import { carriedFromOf, type Predecessor } from '../../domain/outcome/saving-claims.js';
import type { Refusal } from '../../domain/refusals.js';
import { commandIdFor, outcomeIdFor, recordOutcomeContent } from '../../ledger/commands.js';
import { toAppend } from '../../ledger/execute.js';
import { outcomeStream } from '../../ledger/streams.js';
import type { Header } from './columns.js';
import { recordsIn, type CsvBatch } from '../../web/csv-records.js';
import { readOutcomeRow, type OutcomeRow, type RowError } from './outcome-row.js';

/** A row that the ledger would accept, ready to be written as the first line of its stream. */
export interface DecidedRow {
  readonly line: number;
  readonly commandId: CommandId;
  readonly entryId: string;
  readonly stream: string;
  readonly text: string;
}

/**
 * A row that says which item it tells of, or which row's saving it carries on: what the ledger and the rows before it have of that decides what becomes of it. What it
 * carries on has a provisional id in the outcome.
 */
export interface DependentRow extends Pick<OutcomeRow, 'collaboration' | 'outcome' | 'item' | 'carriesOn'> {
  readonly line: number;
  readonly commandId: CommandId;
}

/** A row that the ledger would not accept as a new one; it may have been recorded all the same. */
export interface RefusedRow {
  readonly line: number;
  readonly commandId: CommandId;
  readonly content: string;
  readonly refusal: Refusal;
}

/** A row that cannot be put to the ledger. */
export interface UnreadableRow {
  readonly line: number;
  readonly errors: readonly RowError[];
}

/** What the rows of a batch come to, each kind in the order of the file. */
export interface DecidedBatch {
  readonly rows: number;
  readonly decided: readonly DecidedRow[];
  readonly refused: readonly RefusedRow[];
  readonly unreadable: readonly UnreadableRow[];
  /** Left to somebody who may read the ledger. */
  readonly dependents: readonly DependentRow[];
}

/** What a batch needs first: the agreements of these collaborations, and these savings, which some of its rows carry on. */
export interface Missing {
  readonly missing: readonly CollaborationId[];
  readonly predecessors: readonly OutcomeId[];
}

/** What became of a batch: decided, or what it needs first. */
export type Decided = DecidedBatch | Missing;

/** What is the same for all rows of a file. */
export interface FileFacts {
  readonly header: Header;
  readonly actor: PersonId;
  readonly isIllustrative: boolean;
}

/** Agreements by collaboration; `undefined` for one that there is not. */
export type Contexts = ReadonlyMap<CollaborationId, OutcomeContext | undefined>;

/** Savings that rows carry on, as they were looked up for one batch: another may have been recorded since. */
export type Predecessors = ReadonlyMap<OutcomeId, Predecessor>;

/** A batch of rows, the moment, the agreements that were read since the batch before, and the savings that its rows carry on. */
export interface BatchToDecide {
  readonly batch: CsvBatch;
  readonly now: string;
  readonly contexts: Contexts;
  readonly predecessors: Predecessors;
}

/**
 * Decides rows one by one, as the same outcomes sent one by one would be decided. Reads nothing, because a file has many rows and few
 * agreements: those that a batch needs and that were not told yet are named instead, and the batch has to come again with them.
 */
export class RowDecider {
  private readonly contexts = new Map<CollaborationId, OutcomeContext | undefined>();

  constructor(private readonly file: FileFacts) {}

  decide({ batch, now, contexts, predecessors }: BatchToDecide): Decided {
    for (const [id, context] of contexts) this.contexts.set(id, context);
    const { header, isIllustrative } = this.file;
    const records = recordsIn(batch);
    const read: { readonly line: number; readonly row: OutcomeRow }[] = [];
    const unreadable: UnreadableRow[] = [];
    const dependents: DependentRow[] = [];
    for (const { line, cells } of records) {
      const row = readOutcomeRow(cells, header, isIllustrative);
      if (!('outcome' in row)) unreadable.push({ line, errors: row });
      else if (row.item === undefined && row.carriesOn === undefined) read.push({ line, row });
      else dependents.push(dependentRow(line, row));
    }
    const missing = new Set(read.map(({ row }) => row.collaboration).filter((id) => !this.contexts.has(id)));
    const unseen = new Set(
      read.flatMap(({ row }) => carriedFromOf(row.outcome) ?? []).filter((id) => !predecessors.has(id)),
    );
    if (missing.size > 0 || unseen.size > 0) return { missing: [...missing], predecessors: [...unseen] };
    const results = read.map(({ line, row }) => this.decideRow(line, row, now, predecessors));
    return {
      rows: records.length,
      decided: results.filter((row) => 'text' in row),
      refused: results.filter((row) => 'refusal' in row),
      unreadable,
      dependents,
    };
  }

  private decideRow(line: number, row: OutcomeRow, now: string, predecessors: Predecessors): DecidedRow | RefusedRow {
    const { reference, collaboration, outcome } = row;
    const context = this.contexts.get(collaboration);
    const commandId = commandIdFor(collaboration, 'outcome', reference);
    const content = recordOutcomeContent(collaboration, outcome);
    if (context === undefined)
      return { line, commandId, content, refusal: { code: 'unknown-collaboration', collaboration } };
    const carriedFrom = carriedFromOf(outcome);
    const predecessor = carriedFrom === undefined ? undefined : predecessors.get(carriedFrom);
    const decision = recordOutcome({ collaboration, outcome }, { ...context, predecessor });
    if (!decision.accepted) return { line, commandId, content, refusal: decision.refusal };
    const [event] = decision.events;
    if (event === undefined) throw new Error('An accepted outcome records an event.');
    const command = { id: commandId, actor: this.file.actor, content };
    const stream = outcomeStream(outcomeIdFor(commandId));
    const [first] = toAppend(now, stream, -1, command, event).lines;
    return { line, commandId, entryId: first?.id ?? '', stream, text: first?.line ?? '' };
  }
}

function dependentRow(line: number, { reference, ...row }: OutcomeRow): DependentRow {
  return { line, commandId: commandIdFor(row.collaboration, 'outcome', reference), ...row };
}
