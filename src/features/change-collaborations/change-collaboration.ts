import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CollaborationId } from '../../domain/identifiers.js';
import { carryOut, type AgreementChange } from '../../ledger/agreement-changes.js';
import type { Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { receiptOf, refusedBecause } from '../../web/problems.js';
import type { Sender } from '../../web/request-headers.js';

/** Tells something of a collaboration: what it says and how it is decided are in the change. */
export class ChangeCollaboration extends Command<Executed> {
  constructor(
    readonly sender: Sender,
    readonly change: AgreementChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeCollaboration)
export class ChangeCollaborationHandler implements ICommandHandler<ChangeCollaboration> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ sender, change }: ChangeCollaboration): Promise<Executed> {
    const done = await carryOut(this.ledger, sender, change);
    // Whoever asks this copy next sees what was just agreed.
    this.ledger.agreements.refresh();
    return done;
  }
}

export type ChangeAnswer = EntryPlace & { readonly collaboration: CollaborationId; readonly revision: number };

/** What was carried out: whether now or before, and its place. Throws what it was refused for, and unchanged where it stood already. */
export function changeAnswer(
  { sender, change }: ChangeCollaboration,
  done: Executed,
): { readonly status: 200 | 201; readonly answer: ChangeAnswer } {
  if (done.ok && done.receipt === undefined) throw refusedBecause({ code: 'unchanged' });
  const { entry, revision, isRepeat } = receiptOf(done);
  const answer = { collaboration: change.collaboration, ...placeOf(sender.id, entry), revision };
  return { status: isRepeat ? 200 : 201, answer };
}

/** An example of it. */
export const CHANGE_ANSWER = { collaboration: 'evolve', entry: 61, revision: 7 };
