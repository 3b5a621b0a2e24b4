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

  /** Gives the row ready to be written, or the refusal, or `already`: what was accepted once is not refused when it comes again. */
  async decide(
    line: number,
    { reference, collaboration, outcome }: OutcomeRow,
  ): Promise<DecidedRow | Refusal | 'already'> {
    const context = await this.contextFor(collaboration);
    if (context === undefined) return { code: 'unknown-collaboration', collaboration };
    const commandId = commandIdFor(collaboration, 'outcome', reference);
    const content = recordOutcomeContent(collaboration, outcome);
    const decision = recordOutcome({ collaboration, outcome }, context);
    if (!decision.accepted) return (await this.recordedBefore(commandId, content)) ?? decision.refusal;
    const [event] = decision.events;
    if (event === undefined) throw new Error('An accepted outcome records an event.');
    const command = { id: commandId, actor: this.actor, content };
    const append = toAppend(this.ledger.now(), outcomeStream(outcomeIdFor(commandId)), -1, command, event);
    return { line, commandId, entryId: append.lines[0]?.id ?? '', content, append };
  }

  private async recordedBefore(commandId: CommandId, content: string): Promise<Refusal | 'already' | undefined> {
    const [stored] = decodeAll(await this.ledger.store.readByIds([entryIdOf(commandId)]));
    if (stored === undefined) return undefined;
    const done = repeat({ content }, stored);
    return done.ok ? 'already' : done.refusal;
  }

  private async contextFor(collaboration: CollaborationId): Promise<OutcomeContext | undefined> {
    if (this.contexts.has(collaboration)) return this.contexts.get(collaboration);
    const context = await this.ledger.agreements.contextFor(collaboration, this.startedAt);
    this.contexts.set(collaboration, context);
    return context;
  }
}
