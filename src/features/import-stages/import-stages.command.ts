import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ledger } from '../../ledger/ledger.js';
import type { ImportReport } from '../../web/import-report.js';
import { importStages, type StagesRequest } from './import-stages.js';

export class ImportStages extends Command<ImportReport> {
  constructor(readonly request: StagesRequest) {
    super();
  }
}

@CommandHandler(ImportStages)
export class ImportStagesHandler implements ICommandHandler<ImportStages> {
  constructor(private readonly ledger: Ledger) {}

  execute({ request }: ImportStages): Promise<ImportReport> {
    return importStages(this.ledger, request);
  }
}
