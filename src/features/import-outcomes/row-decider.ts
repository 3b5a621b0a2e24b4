import type { CollaborationId, CommandId, PersonId } from '../../domain/identifiers.js';
import { recordOutcome, type OutcomeContext } from '../../domain/outcome/record-outcome.js';
import type { Refusal } from '../../domain/refusals.js';
import { commandIdFor, outcomeIdFor, recordOutcomeContent } from '../../ledger/commands.js';
import type { Append } from '../../ledger/event-store.js';
import { entryIdOf, repeat, toAppend } from '../../ledger/execute.js';
import { decodeAll } from '../../ledger/stored-entry.js';
import type { Ledger } from '../../ledger/ledger.js';
import { outcomeStream } from '../../ledger/streams.js';
import type { OutcomeRow } from './outcome-row.js';

/** A row that the ledger would accept, ready to be written. */
export interface DecidedRow {
  readonly line: number;
  readonly commandId: CommandId;
  readonly entryId: string;
  readonly content: string;
  readonly append: Append;
}

/** A row that the ledger would not accept as a new one. */
export interface RefusedRow {
  readonly line: number;
  readonly commandId: CommandId;
  readonly content: string;
  readonly refusal: Refusal;
}

/** Decides rows one by one, as the same outcomes sent one by one would be decided; agreements are read once for each import. */
export class RowDecider {
  private readonly contexts = new Map<CollaborationId, OutcomeContext | undefined>();
  private readonly startedAt: string;

  constructor(
    private readonly ledger: Ledger,
    private readonly actor: PersonId,
  ) {
    this.startedAt = ledger.now();
  }

  /**
   * Gives the row ready to be written, or why not: without a wait, because a file has many rows and few agreements. `prepare` has to
   * have seen the row before. A refused row may have been recorded all the same: see `settle`.
   */
  decide(line: number, { reference, collaboration, outcome }: OutcomeRow): DecidedRow | RefusedRow {
    const context = this.contexts.get(collaboration);
    const commandId = commandIdFor(collaboration, 'outcome', reference);
    const content = recordOutcomeContent(collaboration, outcome);
    if (context === undefined)
      return { line, commandId, content, refusal: { code: 'unknown-collaboration', collaboration } };
    const decision = recordOutcome({ collaboration, outcome }, context);
    if (!decision.accepted) return { line, commandId, content, refusal: decision.refusal };
    const [event] = decision.events;
    if (event === undefined) throw new Error('An accepted outcome records an event.');
    const command = { id: commandId, actor: this.actor, content };
    const append = toAppend(this.ledger.now(), outcomeStream(outcomeIdFor(commandId)), -1, command, event);
    return { line, commandId, entryId: append.lines[0]?.id ?? '', content, append };
  }

  /** Reads the agreements that rows are decided by, each once for the whole file. */
  async prepare(rows: readonly OutcomeRow[]): Promise<void> {
    for (const { collaboration } of rows) {
      if (this.contexts.has(collaboration)) continue;
      this.contexts.set(collaboration, await this.ledger.agreements.contextFor(collaboration, this.startedAt));
    }
  }

  /** What was accepted once is not refused when it comes again: gives `already`, or the refusal that stands. */
  async settle({ commandId, content, refusal }: RefusedRow): Promise<Refusal | 'already'> {
    if (refusal.code === 'unknown-collaboration') return refusal;
    const [stored] = decodeAll(await this.ledger.store.readByIds([entryIdOf(commandId)]));
    if (stored === undefined) return refusal;
    const done = repeat({ content }, stored);
    return done.ok ? 'already' : done.refusal;
  }
}
