import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Collaboration } from '../../domain/collaboration/collaboration.js';
import type { CollaborationId } from '../../domain/identifiers.js';
import { Ledger } from '../../ledger/ledger.js';

export class ListCollaborations extends Query<readonly Collaboration[]> {}

/** Gives `undefined` for a collaboration that was never founded. */
export class ReadCollaboration extends Query<Collaboration | undefined> {
  constructor(readonly id: CollaborationId) {
    super();
  }
}

@QueryHandler(ListCollaborations)
export class ListCollaborationsHandler implements IQueryHandler<ListCollaborations> {
  constructor(private readonly ledger: Ledger) {}

  execute(): Promise<readonly Collaboration[]> {
    return this.ledger.agreements.collaborations();
  }
}

@QueryHandler(ReadCollaboration)
export class ReadCollaborationHandler implements IQueryHandler<ReadCollaboration> {
  constructor(private readonly ledger: Ledger) {}

  execute({ id }: ReadCollaboration): Promise<Collaboration | undefined> {
    return this.ledger.agreements.collaboration(id);
  }
}
