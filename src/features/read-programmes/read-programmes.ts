import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { ProgrammesAnswer, ProgrammesQuestion } from '../../../projections/programme-answer.js';
import type { Checked } from '../../domain/decision.js';
import type { CollaborationId, ProjectId } from '../../domain/identifiers.js';
import { programmesFor, projectFor } from '../../ledger/answer-programmes.js';
import type { AsAt } from '../../ledger/as-at.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadProgrammes extends Query<Checked<ProgrammesAnswer>> {
  constructor(
    readonly question: ProgrammesQuestion,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

export class ReadProject extends Query<Checked<ProgrammesAnswer>> {
  constructor(
    readonly collaboration: CollaborationId,
    readonly project: ProjectId,
    readonly asAt: AsAt | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadProgrammes)
export class ReadProgrammesHandler implements IQueryHandler<ReadProgrammes> {
  constructor(private readonly ledger: Ledger) {}

  execute({ question, asAt }: ReadProgrammes): Promise<Checked<ProgrammesAnswer>> {
    return programmesFor(this.ledger, question, asAt);
  }
}

@QueryHandler(ReadProject)
export class ReadProjectHandler implements IQueryHandler<ReadProject> {
  constructor(private readonly ledger: Ledger) {}

  execute({ collaboration, project, asAt }: ReadProject): Promise<Checked<ProgrammesAnswer>> {
    return projectFor(this.ledger, { collaboration }, project, asAt);
  }
}
