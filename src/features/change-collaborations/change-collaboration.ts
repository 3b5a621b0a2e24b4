import type { IncomingHttpHeaders } from 'node:http';
import { Command, CommandHandler, type CommandBus, type ICommandHandler } from '@nestjs/cqrs';
import type { FastifyReply } from 'fastify';
import type { CollaborationId } from '../../domain/identifiers.js';
import { carryOut, type AgreementChange } from '../../ledger/agreement-changes.js';
import { refuseUnchanged, type Executed } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { placeOf, type EntryPlace } from '../../web/outcome-answer.js';
import { receiptOf } from '../../web/problems.js';
import { senderOf, type Sender } from '../../web/request-headers.js';

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

/** Tells a change over HTTP and answers with its place. What stood already is refused as unchanged. */
export async function tell(
  commands: CommandBus,
  headers: IncomingHttpHeaders,
  change: AgreementChange,
  reply: FastifyReply,
): Promise<ChangeAnswer> {
  const sender = senderOf(headers);
  const done = refuseUnchanged(await commands.execute(new ChangeCollaboration(sender, change)));
  const { entry, revision, isRepeat } = receiptOf(done);
  reply.code(isRepeat ? 200 : 201);
  return { collaboration: change.collaboration, ...placeOf(sender.id, entry), revision };
}

/** An example of it. */
export const CHANGE_ANSWER = { collaboration: 'evolve', entry: 61, revision: 7 };
