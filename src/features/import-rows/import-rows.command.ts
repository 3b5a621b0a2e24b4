import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Ledger } from '../../ledger/ledger.js';
import type { ImportReport } from '../../web/import-report.js';
import { importRows, type RowsRequest } from './import-rows.js';
import { ROW_KINDS, type RowKindName } from './row-kinds.js';

export class ImportRows extends Command<ImportReport> {
  constructor(
    readonly kind: RowKindName,
    readonly request: RowsRequest,
  ) {
    super();
  }
}

@CommandHandler(ImportRows)
export class ImportRowsHandler implements ICommandHandler<ImportRows> {
  constructor(private readonly ledger: Ledger) {}

  execute({ kind, request }: ImportRows): Promise<ImportReport> {
    return importRows(this.ledger, ROW_KINDS[kind], request);
  }
}
