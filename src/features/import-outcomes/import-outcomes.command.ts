import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ledger } from '../../ledger/ledger.js';
import type { ImportReport } from '../../web/import-report.js';
import { importOutcomes, type ImportRequest } from './import-outcomes.js';

export class ImportOutcomes extends Command<ImportReport> {
  constructor(readonly request: ImportRequest) {
    super();
  }
}

@CommandHandler(ImportOutcomes)
export class ImportOutcomesHandler implements ICommandHandler<ImportOutcomes> {
  constructor(private readonly ledger: Ledger) {}

  execute({ request }: ImportOutcomes): Promise<ImportReport> {
    return importOutcomes(this.ledger, request);
  }
}
