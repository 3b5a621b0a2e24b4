import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import type { Catalogue } from '../../domain/measure/catalogue.js';
import { Ledger } from '../../ledger/ledger.js';

export class ReadMeasures extends Query<Catalogue> {}

@QueryHandler(ReadMeasures)
export class ReadMeasuresHandler implements IQueryHandler<ReadMeasures> {
  constructor(private readonly ledger: Ledger) {}

  execute(): Promise<Catalogue> {
    return this.ledger.agreements.catalogue();
  }
}
