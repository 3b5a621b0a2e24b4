import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { CommandId } from '../../domain/identifiers.js';
import { entryIdOf } from '../../ledger/execute.js';
import { Ledger } from '../../ledger/ledger.js';
import { decodeAll, type RecordedEntry } from '../../ledger/stored-entry.js';

/** Gives `undefined` for a command that recorded nothing. */
export class ReadReceipt extends Query<RecordedEntry | undefined> {
  constructor(readonly command: CommandId) {
    super();
  }
}

@QueryHandler(ReadReceipt)
export class ReadReceiptHandler implements IQueryHandler<ReadReceipt> {
  constructor(private readonly ledger: Ledger) {}

  async execute({ command }: ReadReceipt): Promise<RecordedEntry | undefined> {
    const [recorded] = decodeAll(await this.ledger.store.readByIds([entryIdOf(command)]));
    return recorded;
  }
}
